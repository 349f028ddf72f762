from django.urls import path

from refuge.parameters import views

urlpatterns = [
    path("", views.parameters, name="parameters"),
    path("values/<uuid:pk>/withdraw/", views.withdraw, name="parameter_withdraw"),
    path("<str:code>/", views.parameter, name="parameter"),
]
