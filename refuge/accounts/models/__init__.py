from refuge.accounts.models.draft import Draft
from refuge.accounts.models.invitation import Invitation
from refuge.accounts.models.second_factor import SecondFactorReset
from refuge.accounts.models.user import Role, RoleGrant, User

__all__ = ["Draft", "Invitation", "Role", "RoleGrant", "SecondFactorReset", "User"]
