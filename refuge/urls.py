"""The address map. Addresses are stable: bookmarks, partners' links and checks hold on to them."""

from django.urls import include, path

from refuge.embedded.health import readyz

urlpatterns = [
    path("readyz", readyz, name="readyz"),
    path("", include("refuge.ui.urls")),
    path("", include("refuge.accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("people/", include("refuge.people.urls")),
    path("partners/", include("refuge.partners.urls")),
    path("intake/import/", include("housing.register_urls")),
    path("documents/", include("refuge.documents.urls")),
    path("intake/", include("intake.urls")),
    path("housing/", include("housing.urls")),
    path("reports/", include("reports.urls")),
    path("casework/", include("casework.urls")),
    path("volunteers/", include("volunteers.urls")),
    path("parameters/", include("refuge.parameters.urls")),
    path("alerts/", include("refuge.notifications.urls")),
    path("audit/", include("refuge.audit.urls")),
]

handler404 = "refuge.ui.views.not_found"
handler500 = "refuge.ui.views.server_error"
