"""Signing in."""

from django.contrib.auth.views import LoginView

from sufficiency.core.access import reader_for
from sufficiency.dashboards.context import first_page
from sufficiency.dashboards.forms import SignInForm


class SignIn(LoginView):
    """The one page for people who have not signed in; those who have go on to the first page of theirs."""

    template_name = "dashboards/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        """Where somebody begins who asked for no page."""
        return first_page(reader_for(self.request.user))
