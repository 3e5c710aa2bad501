"""A genuine OpenSearch node with its genuine security plugin, as fine-grained access control runs in Amazon's service.

Who asks is told by headers, as a proxy in front would: a name and its backend roles. In the cloud the signature of a
request tells the same, with the IAM role's ARN as backend role.
"""

import ipaddress
import shutil
import tempfile
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from opensearchpy import OpenSearch

from infra.local.opensearch_home import VERSION, opensearch_home
from infra.local.opensearch_node import opensearch_node

MASTER: Final = "arn:aws:iam::111122223333:role/UpdateIndexRole"
_PLUGIN: Final = "opensearch-security"
_SETTINGS: Final = """
plugins.security.ssl.transport.pemcert_filepath: node.pem
plugins.security.ssl.transport.pemkey_filepath: node-key.pem
plugins.security.ssl.transport.pemtrustedcas_filepath: node.pem
plugins.security.ssl.transport.enforce_hostname_verification: false
plugins.security.ssl.http.enabled: false
plugins.security.allow_default_init_securityindex: true
plugins.security.nodes_dn: ["CN=node"]
plugins.security.restapi.roles_enabled: ["all_access"]
"""
# The node's own readiness is asked for by nobody in particular.
_ANYBODY: Final = "opendistro_security_anonymous_backendrole"
_SECURITY: Final = {
    "config": """config:
  dynamic:
    http:
      anonymous_auth_enabled: true
      xff: {enabled: true, internalProxies: '127\\.0\\.0\\.1'}
    authc:
      proxy:
        http_enabled: true
        order: 0
        http_authenticator:
          type: proxy
          challenge: false
          config: {user_header: x-proxy-user, roles_header: x-proxy-roles}
        authentication_backend: {type: noop}
""",
    "roles": "health:\n  cluster_permissions: ['cluster:monitor/health']\n",
    "roles_mapping": f"all_access:\n  backend_roles: ['{MASTER}']\nhealth:\n  backend_roles: ['{_ANYBODY}']\n",
    "internal_users": "",
    "tenants": "",
    "action_groups": "",
    "nodes_dn": "",
    "whitelist": "config:\n  enabled: false\n  requests: {}\n",
    "allowlist": "config:\n  enabled: false\n  requests: {}\n",
    "audit": "config:\n  enabled: false\n  audit: {}\n  compliance: {enabled: false}\n",
}


@contextmanager
def secured_node() -> Iterator[str]:
    """Address of a node on which nobody but MASTER may do anything."""
    # Not pytest's own folder: that one is closed to the user that the node runs as.
    with tempfile.TemporaryDirectory(prefix="relance-secured-") as folder:
        Path(folder).chmod(0o755)
        with opensearch_node(home=_home(Path(folder) / "home"), configure=_configure) as url:
            yield url


def client_of(url: str, role_arn: str) -> OpenSearch:
    """A client whose requests come from a function with this role."""
    headers = {"x-proxy-user": role_arn, "x-proxy-roles": role_arn, "x-forwarded-for": "192.0.2.1"}
    return OpenSearch(url, headers=headers, timeout=20, max_retries=0)


def _home(home: Path) -> Path:
    """The server's layout with one plugin more. Links are enough for all that is the same."""
    plain = opensearch_home()
    (home / "plugins").mkdir(parents=True)
    for path in plain.iterdir():
        if path.name not in {"plugins", "lib.policy"}:
            (home / path.name).symlink_to(path)
    for path in (plain / "plugins").iterdir():
        shutil.copytree(path, home / "plugins" / path.name)
    zipfile.ZipFile(_fetched()).extractall(home / "plugins" / _PLUGIN)
    (home / "lib.policy").write_text("grant { permission java.security.AllPermission; };")
    for path in (home, *home.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() else 0o644)
    return home


def _fetched() -> Path:
    import jgo  # noqa: PLC0415  It warns at its import, which is none of our concern.

    with warnings.catch_warnings(action="ignore"):
        server = jgo.resolve(f"org.opensearch:opensearch:{VERSION}")
        maven = next(iter(server)).component.project.context
        plugin = maven.project("org.opensearch.plugin", _PLUGIN).at_version(f"{VERSION}.0")
        return Path(plugin.artifact(packaging="zip").resolve())


def _configure(config: Path) -> None:
    certificate, key = _identity()
    (config / "node.pem").write_bytes(certificate)
    (config / "node-key.pem").write_bytes(key)
    with (config / "opensearch.yml").open("a", encoding="utf-8") as settings:
        settings.write(_SETTINGS)
    folder = config / "opensearch-security"
    folder.mkdir()
    for name, body in _SECURITY.items():
        kind = name.replace("_", "")
        (folder / f"{name}.yml").write_text(f"_meta:\n  type: {kind}\n  config_version: 2\n{body}", encoding="utf-8")


def _identity() -> tuple[bytes, bytes]:
    """A certificate of the node for itself, and its key."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "node")])
    now = datetime.now(UTC)
    address = x509.IPAddress(ipaddress.ip_address("127.0.0.1"))
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
    )
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return made.public_bytes(serialization.Encoding.PEM), key.private_bytes(*form)
