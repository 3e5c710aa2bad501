"""The two senders of mail: answers and campaigns, each with its own sub-domain and configuration set (R14, R15)."""

from aws_cdk import Stack
from aws_cdk import aws_ses as ses
from aws_cdk import aws_sns as sns
from constructs import Construct

# What became of a mail, and nothing about its reader: opens and clicks are never asked for.
EVENTS = [
    ses.EmailSendingEvent.SEND,
    ses.EmailSendingEvent.DELIVERY,
    ses.EmailSendingEvent.DELIVERY_DELAY,
    ses.EmailSendingEvent.BOUNCE,
    ses.EmailSendingEvent.COMPLAINT,
    ses.EmailSendingEvent.REJECT,
    ses.EmailSendingEvent.RENDERING_FAILURE,
]


class Sender(Construct):
    """One sub-domain with DKIM and its own bounce address, and the configuration set that its mails are sent with."""

    def __init__(self, scope: Construct, name: str, *, domain: str, events: sns.ITopic) -> None:
        super().__init__(scope, name)
        self.configuration_set = ses.ConfigurationSet(
            self,
            "Set",
            reputation_metrics=True,
            sending_enabled=True,
            suppression_reasons=ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
            tls_policy=ses.ConfigurationSetTlsPolicy.REQUIRE,
            # CDK and the account may switch engagement metrics on, which would track opens and clicks.
            vdm_options=ses.VdmOptions(engagement_metrics=False, optimized_shared_delivery=False),
        )
        self.configuration_set.add_event_destination(
            "Events", destination=ses.EventDestination.sns_topic(events), events=EVENTS
        )
        self.identity = ses.EmailIdentity(
            self,
            "Identity",
            identity=ses.Identity.domain(domain),
            configuration_set=self.configuration_set,
            feedback_forwarding=False,
            mail_from_domain=f"bounce.{domain}",
            mail_from_behavior_on_mx_failure=ses.MailFromBehaviorOnMxFailure.REJECT_MESSAGE,
        )

    @property
    def arn_of_set(self) -> str:
        """SES asks for the right to use the set, beside the right to use the identity."""
        return Stack.of(self).format_arn(
            service="ses",
            resource="configuration-set",
            resource_name=self.configuration_set.configuration_set_name,
        )
