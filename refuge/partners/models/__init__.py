from refuge.partners.models.draft import ImportBatch
from refuge.partners.models.merge import Merge
from refuge.partners.models.organisation import Organisation
from refuge.partners.models.parts import Agreement, Contact, Meeting, SafetyMark
from refuge.partners.models.referral import Referral

__all__ = ["Agreement", "Contact", "ImportBatch", "Meeting", "Merge", "Organisation", "Referral", "SafetyMark"]
