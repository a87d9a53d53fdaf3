"""The WSGI entry point: ``granian --interface wsgi server:app``, or ``kg serve``. Assembly only."""

from kg.settings import Settings
from kg.web import create_app

app = create_app(Settings.from_env())
