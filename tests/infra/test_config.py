"""The stages: what differs, and what is refused."""

from datetime import timedelta
from pathlib import Path

import pytest

from infra import config
from infra.config import ConfigurationError, SearchEngine


def test_stage_nobody_knows_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigurationError, match="local, dev, prod"):
        config.stage("staging", {})


@pytest.mark.parametrize("region", ["us-east-1", "eu-west-2", "eu-central-2"])
def test_r37_region_outside_the_union_is_refused(region: str) -> None:
    with pytest.raises(ConfigurationError, match="European Union"):
        config.stage("prod", {"CDK_DEFAULT_REGION": region})


def test_region_of_the_union_is_taken() -> None:
    assert config.stage("prod", {"CDK_DEFAULT_REGION": "eu-west-3"}).name == "prod"


@pytest.mark.parametrize("name", ["dev", "prod"])
def test_mail_of_a_cloud_waits_for_people_and_hours(name: str) -> None:
    policy = config.stage(name, {}).policy

    assert (policy.undo, policy.min_delay_business_days) == (timedelta(minutes=45), 3)
    assert (policy.office_hours, policy.time_zone) == ("09:00-18:00", "Europe/Paris")


def test_mail_of_the_laptop_leaves_at_once() -> None:
    policy = config.stage("local", {}).policy

    assert (policy.undo, policy.min_delay_business_days, policy.office_hours) == (timedelta(seconds=5), 0, "always")


def test_laptop_searches_in_a_folder_unless_told_otherwise(tmp_path: Path) -> None:
    usual = config.stage("local", {}).search
    elsewhere = config.stage("local", {"SEARCH_PATH": str(tmp_path)}).search
    node = config.stage("local", {"SEARCH": "opensearch", "SEARCH_ENDPOINT": "http://127.0.0.1:9299"}).search

    assert (usual.engine, usual.path) == (SearchEngine.EMBEDDED, config.ROOT / ".local" / "search")
    assert elsewhere.path == tmp_path
    assert (node.engine, node.endpoint, node.path) == (SearchEngine.OPENSEARCH, "http://127.0.0.1:9299", None)


def test_unknown_search_engine_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="embedded or opensearch"):
        config.stage("local", {"SEARCH": "solr"})


def test_stage_for_trials_sends_from_its_own_domains() -> None:
    trial, real = config.stage("dev", {}).employer, config.stage("prod", {}).employer

    assert {trial.answers_domain, trial.campaigns_domain}.isdisjoint({real.answers_domain, real.campaigns_domain})
