"""Signing in."""

from django.contrib.auth.views import LoginView

from sufficiency.dashboards.forms import SignInForm


class SignIn(LoginView):
    """The one page for people who have not signed in; those who have go on to the overview."""

    template_name = "dashboards/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True
