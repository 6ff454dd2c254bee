"""All that an operator can set, read once from the environment."""

import contextlib
import os
import secrets
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What an operator sets for the engines: an address and a key, and how long to wait."""

    libretranslate_url: str = ""
    libretranslate_key: str = ""
    seconds: float = 30.0  # for a whole answer; a server without a graphics card needs many

    @classmethod
    def read(cls, environment: Mapping[str, str]) -> "EngineSettings":
        return cls(
            libretranslate_url=environment.get("RONDA_LIBRETRANSLATE_URL", "").rstrip("/"),
            libretranslate_key=environment.get("RONDA_LIBRETRANSLATE_KEY", ""),
            seconds=float(environment.get("RONDA_TRANSLATION_SECONDS", "30")),
        )


@dataclass(frozen=True, slots=True)
class Settings:
    """The installation: one place, the environment. Only Streamlit's sign-in wants a file of its
    own (`secrets.toml`), which holds what the provider of accounts gave the operator."""

    database: str  # a path, or a postgresql:// URL
    secret: str
    public_url: str  # how phones reach this server; goes into links and the QR code
    address: str
    port: int
    data: Path
    default_session: Path
    engines: EngineSettings
    passcode: str  # the argon2 hash of the organiser's passcode; "": there is none
    organisers: frozenset[str]  # whose accounts open the console; empty: there is no signing in
    backups: Path  # the folder of copies of a SQLite database
    backups_kept: int  # how many of them
    backups_days: int  # and for how long: what was erased is in the older ones
    metrics_token: str = ""  # who has it reads /metrics from elsewhere; "": this machine only
    logs_json: bool = False  # the log as JSON lines

    @classmethod
    def read(cls, environment: Mapping[str, str] = os.environ) -> "Settings":
        data = Path(environment.get("RONDA_DATA", str(ROOT / "data")))
        port = int(environment.get("RONDA_PORT", "8501"))
        address = environment.get("RONDA_ADDRESS", "127.0.0.1")
        host = "localhost" if address in ("127.0.0.1", "0.0.0.0", "::") else address
        return cls(
            database=environment.get("RONDA_DATABASE", str(data / "ronda.db")),
            secret=environment.get("RONDA_SECRET") or kept_secret(data / "secret"),
            public_url=environment.get("RONDA_PUBLIC_URL", f"http://{host}:{port}").rstrip("/"),
            address=address,
            port=port,
            data=data,
            default_session=Path(
                environment.get("RONDA_SESSION", str(ROOT / "data" / "sessions" / "1.1.1.toml"))
            ),
            engines=EngineSettings.read(environment),
            passcode=environment.get("RONDA_PASSCODE", ""),
            organisers=listed_accounts(environment),
            backups=Path(environment.get("RONDA_BACKUPS", str(data / "backups"))),
            backups_kept=int(environment.get("RONDA_BACKUPS_KEPT", "24")),
            backups_days=int(environment.get("RONDA_BACKUPS_DAYS", "30")),
            metrics_token=environment.get("RONDA_METRICS_TOKEN", ""),
            logs_json=environment.get("RONDA_LOG", "") == "json",
        )

    @property
    def is_https(self) -> bool:
        return self.public_url.startswith("https://")


def listed_accounts(environment: Mapping[str, str]) -> frozenset[str]:
    """The e-mail addresses of RONDA_ORGANISERS, where Streamlit has a provider to ask."""
    listed = environment.get("RONDA_ORGANISERS", "").replace(",", " ").casefold().split()
    return frozenset(listed) if listed and has_provider() else frozenset()


def has_provider() -> bool:
    """Whether a `secrets.toml` names a provider of accounts (`[auth]`), in one of the places where
    Streamlit looks."""
    for folder in (Path.home(), Path.cwd()):
        with contextlib.suppress(OSError, tomllib.TOMLDecodeError):
            written = (folder / ".streamlit" / "secrets.toml").read_text("utf-8")
            if isinstance(tomllib.loads(written).get("auth"), dict):
                return True
    return False


def kept_secret(path: Path) -> str:
    """The secret of this installation, made at the first start and readable by its owner only.

    Written beside and then linked into place, so that two processes starting together agree.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent) as draft:  # made with mode 0600
            draft.write(secrets.token_urlsafe(32))
            draft.flush()
            with contextlib.suppress(FileExistsError):
                os.link(draft.name, path)
    secret = path.read_text().strip()
    if len(secret) < 32:
        raise RuntimeError(f"{path} holds no usable secret: remove it, or set RONDA_SECRET")
    return secret
