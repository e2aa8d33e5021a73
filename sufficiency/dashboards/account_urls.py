"""Addresses of signing in and of one's own account: those of django-allauth that are in use, under names it knows."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount.providers.openid_connect import views as single_sign_on
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LogoutView
from django.urls import include, path

from .views import account as own

sign_in = [
    path("", account.login, name="account_login"),
    path("code/", second_factor.authenticate, name="mfa_authenticate"),
    path("with/<slug:provider_id>/", own.single_sign_on_action, name="openid_connect_login"),
    path("with/<slug:provider_id>/back/", single_sign_on.callback, name="openid_connect_callback"),
]
again = [
    path("", account.reauthenticate, name="account_reauthenticate"),
    path("code/", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("passkey/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
second_step = [
    path("", second_factor.index, name="mfa_index"),
    path("app/", app.activate_totp, name="mfa_activate_totp"),
    path("app/remove/", app.deactivate_totp, name="mfa_deactivate_totp"),
    path("passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    path("codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("codes/renew/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]

urlpatterns = [
    path("sign-in/", include(sign_in)),
    path("sign-out/", login_not_required(LogoutView.as_view()), name="account_logout"),
    path("account/", own.account_page, name="account"),
    path("account/sign-out-everywhere/", own.sign_out_everywhere_action, name="account-sign-out-everywhere"),
    path("account/council/", own.council_page, name="account-council"),
    path("account/password/", own.password_page, name="account_change_password"),
    path("account/again/", include(again)),
    path("account/second-step/", include(second_step)),
]
