from refuge.accounts.models.draft import Draft
from refuge.accounts.models.invitation import Invitation
from refuge.accounts.models.second_factor import SecondFactorReset
from refuge.accounts.models.user import Role, RoleGrant, User
from refuge.accounts.models.work import StaffTraining, StaffWork, WorkFunction

__all__ = [
    "Draft",
    "Invitation",
    "Role",
    "RoleGrant",
    "SecondFactorReset",
    "StaffTraining",
    "StaffWork",
    "User",
    "WorkFunction",
]
