"""Functions and layers: what they run on, what they are told, who hears of their errors."""

from collections.abc import Iterator
from typing import Final

from infra.functions import FUNCTIONS
from relance.settings import Settings
from tests.infra.cloud import Cloud

KNOWN_VARIABLES: Final = {name.upper() for name in Settings.model_fields} | {
    "LOG_LEVEL",
    "POWERTOOLS_SERVICE_NAME",
    "POWERTOOLS_METRICS_NAMESPACE",
}


def every_function_has_a_role_of_its_own(cloud: Cloud) -> Iterator[str]:
    roles = [cloud.target(made["Role"]) for made in cloud.of_type("AWS::Lambda::Function").values()]
    for name, made in cloud.of_type("AWS::Lambda::Function").items():
        if roles.count(cloud.target(made["Role"])) > 1 or cloud.target(made["Role"]) is None:
            yield f"{name}: shares its role"


def every_function_has_a_log_group_that_forgets(cloud: Cloud) -> Iterator[str]:
    groups = cloud.of_type("AWS::Logs::LogGroup")
    for name, made in cloud.of_type("AWS::Lambda::Function").items():
        if cloud.target(made.get("LoggingConfig", {}).get("LogGroup")) not in groups:
            yield f"{name}: no log group of its own"
    for name, group in groups.items():
        if not group.get("RetentionInDays"):
            yield f"{name}: keeps its lines for ever"


def every_variable_is_known(cloud: Cloud) -> Iterator[str]:
    for name, made in cloud.of_type("AWS::Lambda::Function").items():
        for variable in made["Environment"]["Variables"].keys() - KNOWN_VARIABLES:
            yield f"{name}: nobody reads {variable}"


def every_function_is_told_what_its_row_says(cloud: Cloud) -> Iterator[str]:
    """Table and bucket names, and no others."""
    for spec in FUNCTIONS:
        told = cloud.function(spec.folder)["Environment"]["Variables"].keys()
        stores = {name for name in told if name.endswith(("_TABLE", "_BUCKET"))}
        wanted = {f"{table.name}_TABLE" for table in spec.tables} | {f"{bucket.name}_BUCKET" for bucket in spec.buckets}
        if stores != wanted:
            yield f"{spec.folder}: is told of {sorted(stores ^ wanted)}"


def every_function_runs_our_python_on_the_right_processor(cloud: Cloud) -> Iterator[str]:
    for name, made in cloud.of_type("AWS::Lambda::Function").items():
        if made["Runtime"] != "python3.13":
            yield f"{name}: runs {made['Runtime']}"
        if made["Architectures"] != [cloud.stage.architecture]:
            yield f"{name}: runs on {made['Architectures']}"
    for name, layer in cloud.of_type("AWS::Lambda::LayerVersion").items():
        if layer["CompatibleArchitectures"] != [cloud.stage.architecture]:
            yield f"{name}: is made for {layer['CompatibleArchitectures']}"


def every_function_is_in_the_table(cloud: Cloud) -> Iterator[str]:
    """No function of CDK's own slips in, and each has the handler, size and layers of its row."""
    wanted = {f"{spec.folder}.handler.lambda_handler": spec for spec in FUNCTIONS}
    found = {made["Handler"]: made for made in cloud.of_type("AWS::Lambda::Function").values()}
    yield from (f"{handler}: in one place only" for handler in wanted.keys() ^ found.keys())
    for handler, spec in wanted.items():
        made = found.get(handler, {})
        if made and (made["Timeout"], len(made["Layers"])) != (spec.timeout_seconds, len(spec.layers)):
            yield f"{spec.folder}: has another timeout or other layers than its row"


def every_error_has_an_alarm(cloud: Cloud) -> Iterator[str]:
    watched = {
        cloud.target(dimension["Value"])
        for alarm in cloud.of_type("AWS::CloudWatch::Alarm").values()
        if alarm.get("MetricName") == "Errors" and alarm.get("AlarmActions")
        for dimension in alarm["Dimensions"]
    }
    for name in cloud.of_type("AWS::Lambda::Function").keys() - watched:
        yield f"{name}: nobody hears of its errors"
