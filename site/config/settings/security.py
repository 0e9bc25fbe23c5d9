"""What browsers are told to refuse, and how cookies are kept. ``production`` adds what needs https.

docs/operators.md explains it to those who run a site.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE

from cms_pages.embeds import PROVIDERS

PLAYERS = [provider.player_origin for provider in PROVIDERS]


def _hash_of_style(template: Path) -> str:
    """What allows the one inline style of a template, and no other."""
    match = re.search(r"<style>(.*?)</style>", template.read_text(), re.DOTALL)
    if match is None:
        return SELF
    digest = hashlib.sha256(match[1].encode()).digest()
    return f"'sha256-{b64encode(digest).decode()}'"


# The public site and the APIs: nothing inline, nothing from elsewhere, framed by nobody. Only the page that says that
# something is broken has its style in itself, as the static files may be what is broken.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, _hash_of_style(Path(__file__).parents[2] / "templates" / "500.html")],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": PLAYERS,
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
# Wagtail's editor writes scripts and styles into its pages, shows pictures before they are sent, and frames previews.
# Of a recording it reads the length.
ADMIN_CONTENT_SECURITY_POLICY = {
    **CONTENT_SECURITY_POLICY["DIRECTIVES"],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "media-src": [SELF, "blob:"],
    "frame-src": [SELF, *PLAYERS],
    "frame-ancestors": [SELF],
}

# Nobody here needs a camera; a player may fill the screen.
_PLAYERS_ALLOWED = "(" + " ".join(["self", *(f'"{player}"' for player in PLAYERS)]) + ")"
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{name}=()" for name in ("accelerometer", "camera", "display-capture", "geolocation", "gyroscope")),
        *(f"{name}=()" for name in ("magnetometer", "microphone", "midi", "payment", "usb", "xr-spatial-tracking")),
        *(f"{name}={_PLAYERS_ALLOWED}" for name in ("encrypted-media", "fullscreen", "picture-in-picture")),
    ]
)

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"

SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# A wrong password five times for one name from one address: no more tries for a quarter of an hour.
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# Who goes on trying does not lengthen it: the real person, behind the same address, can wait for its end.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "sign_in.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "sign_in.lockout.locked_out"
# Nobody keeps when each editor came and went.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# A code of an authenticator app after the password: for who switches it on, or for everybody who enters the admin.
# Wrong codes are limited as wrong passwords are, but for all addresses together: only who has the password can try.
REQUIRE_SECOND_FACTOR = False
MFA_ADAPTER = "second_factor.adapter.Adapter"
# Clocks of telephones may be half a minute off.
MFA_TOTP_TOLERANCE = 1

# Editors' browsers would ask another company whether there is a new Wagtail.
WAGTAIL_ENABLE_UPDATE_CHECK = False
