"""What every test stands on: no AWS account, the same examples each time; pyproject.toml shuts the network."""

import os

from hypothesis import settings

for name in [name for name in os.environ if name.startswith("AWS_")]:
    if name != "AWS_CA_BUNDLE":
        del os.environ[name]
os.environ |= {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-west-3",
    "AWS_EC2_METADATA_DISABLED": "true",
}
settings.register_profile("suite", deadline=None, derandomize=True, database=None)
settings.load_profile("suite")
