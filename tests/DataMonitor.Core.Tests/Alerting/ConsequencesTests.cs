using System.Collections.Immutable;
using CsCheck;
using DataMonitor.Core.Alerting;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Incidents;
using DataMonitor.Core.Runs;
using static DataMonitor.Core.Tests.Alerting.Samples;

namespace DataMonitor.Core.Tests.Alerting;

public sealed class ConsequencesTests
{
    private static readonly AlertConfiguration OneTeam = Configuration(["team"]);

    [Fact]
    public void Of_TwoChecksFail_TellsThemInOneMessage()
    {
        var (incidents, notifications) = Run(OneTeam, [], Report(Noon, Result(CheckOutcome.Failed), Result(CheckOutcome.Failed, "email-missing", Severity.Critical)));

        var message = notifications.ShouldHaveSingleItem().Message;
        message.Reason.ShouldBe(NotifyReason.FirstNotification);
        message.GroupKey.ShouldBe("team/shop/orders");
        message.Headline.ShouldBe("[CRITICAL] shop/orders: email-missing of orders and 1 more");
        message.Alerts.Select(alert => alert.CheckId).ShouldBe(["email-missing", "volume"]);
        incidents.ShouldAllBe(incident => incident.Told.Single() == new ToldEndpoint("team", "email[0]", notifications[0].Id, message.Headline));
    }

    [Fact]
    public void Of_StillFailing_TellsNothing()
    {
        var (open, _) = Run(OneTeam, [], Report(Noon, Result(CheckOutcome.Failed)));

        Run(OneTeam, open, Report(Noon.AddHours(1), Result(CheckOutcome.Failed))).Notifications.ShouldBeEmpty();
    }

    [Fact]
    public void Of_SecondCheckFailsLater_SaysThatTheFirstIsStillFiring()
    {
        var (open, _) = Run(OneTeam, [], Report(Noon, Result(CheckOutcome.Failed)));

        var (_, notifications) = Run(OneTeam, open, Report(Noon.AddHours(1), Result(CheckOutcome.Failed), Result(CheckOutcome.Failed, "email-missing")));

        var message = notifications.ShouldHaveSingleItem().Message;
        (message.Reason, message.StillFiring).ShouldBe((NotifyReason.NewAlertsAdded, 1));
        message.Alerts.ShouldHaveSingleItem().CheckId.ShouldBe("email-missing");
    }

    [Fact]
    public void Of_OneOfTwoPasses_TellsItsEndAsPartOfAFiringGroup()
    {
        var (open, first) = Run(OneTeam, [], Report(Noon, Result(CheckOutcome.Failed), Result(CheckOutcome.Failed, "email-missing")));

        var (_, notifications) = Run(OneTeam, open, Report(Noon.AddHours(1), Result(CheckOutcome.Passed), Result(CheckOutcome.Failed, "email-missing")));

        var message = notifications.ShouldHaveSingleItem().Message;
        (message.Reason, message.IsFiring).ShouldBe((NotifyReason.SomeAlertsResolved, true));
        message.Alerts.ShouldHaveSingleItem().Thread.ShouldBe(first[0].Id);
        message.Headline.ShouldBe(first[0].Message.Headline);
    }

    [Fact]
    public void Of_LastOnePasses_TellsThatAllIsWell()
    {
        var (open, _) = Run(OneTeam, [], Report(Noon, Result(CheckOutcome.Failed)));

        var message = Run(OneTeam, open, Report(Noon.AddHours(1), Result(CheckOutcome.Passed))).Notifications.ShouldHaveSingleItem().Message;

        (message.Reason, message.IsFiring).ShouldBe((NotifyReason.AllAlertsResolved, false));
    }

    [Fact]
    public void Of_WarnedBecomesFailed_TellsWhoWasToldAndWhoIsInChargeNow()
    {
        var configuration = Configuration(["pager", "chat"], Route("pager", false, new Matcher("severity", MatchOperator.Equal, "major")));
        var (open, first) = Run(configuration, [], Report(Noon, Result(CheckOutcome.Warned)));

        var (incidents, notifications) = Run(configuration, open, Report(Noon.AddHours(1), Result(CheckOutcome.Failed)));

        first.ShouldHaveSingleItem().Receiver.ShouldBe("chat");
        notifications.Select(notification => (notification.Receiver, notification.Message.Reason))
            .ShouldBe([("chat", NotifyReason.Escalated), ("pager", NotifyReason.FirstNotification)]);
        incidents.ShouldHaveSingleItem().Told.Select(told => (told.Receiver, told.Headline)).ShouldBe(
            [("chat", "[MAJOR] shop/orders: volume of orders"), ("pager", "[MAJOR] shop/orders: volume of orders")]);
    }

    [Fact]
    public void Of_RoutesChangedMeanwhile_TellsTheEndToTheOneWhoHeardTheBeginning()
    {
        var (open, _) = Run(Configuration(["old"]), [], Report(Noon, Result(CheckOutcome.Failed)));

        var (_, notifications) = Run(Configuration(["new"]), open, Report(Noon.AddHours(1), Result(CheckOutcome.Passed)));

        notifications.ShouldHaveSingleItem().Receiver.ShouldBe("old");
    }

    [Fact]
    public void Of_ChannelWantsNoEnd_TellsItNone()
    {
        var quiet = OneTeam with { Receivers = [new("team", [new Channel(new("team", "email[0]", "email", SendResolved: false, Here))], Here)] };
        var (open, _) = Run(quiet, [], Report(Noon, Result(CheckOutcome.Failed)));

        Run(quiet, open, Report(Noon.AddHours(1), Result(CheckOutcome.Passed))).Notifications.ShouldBeEmpty();
    }

    [Fact]
    public void Of_SourceAnswersAndACheckFails_WritesOneMessageForEachGroup()
    {
        var (open, down) = Run(OneTeam, [], Unreachable(Noon));

        var (_, notifications) = Run(OneTeam, open, Report(Noon.AddHours(1), Result(CheckOutcome.Failed)));

        down.ShouldHaveSingleItem().Message.Alerts.Single().AlertName.ShouldBe("ConnectionDown");
        notifications.Select(notification => (notification.Message.GroupKey, notification.Message.IsFiring))
            .ShouldBe([("team/shop", false), ("team/shop/orders", true)]);
    }

    [Fact]
    public void Of_EvidenceIsGiven_ShowsHistoryOldestFirstAndTheLastGoodRun()
    {
        ImmutableArray<PastValue> past = [.. Enumerable.Range(1, 40).Select(hours =>
            new PastValue(Noon.AddHours(-hours), hours < 3 ? CheckOutcome.Failed : CheckOutcome.Passed, 100 + hours, MetricUnit.Rows, 100, null))];
        var evidence = Evidence(Orders(), Report(Noon, Result(CheckOutcome.Failed))) with
        {
            Checks = ImmutableDictionary<string, CheckEvidence>.Empty.Add("volume", new(past, "select count(*) from orders")),
        };

        var alert = Consequences.Of(OneTeam, evidence, [], new("https://dq.example.org/"), Ids()).Notifications.Single().Message.Alerts.Single();

        alert.History.Count.ShouldBe(30);
        alert.History[^1].Value.ShouldBe(71);
        alert.History[0].Value.ShouldBe(129);
        alert.LastGoodAt.ShouldBe(Noon.AddHours(-3));
        (alert.Observed, alert.Expected, alert.Sql).ShouldBe(("71 rows", "at least 100 rows", "select count(*) from orders"));
    }

    /// <summary>The law of the life cycle: every endpoint that heard firing hears the end exactly once, and nobody else does.</summary>
    [Fact]
    public void Of_AnyHistoryUnderChangingRoutes_TellsEachBeginningAndEachEndOnce() =>
        Gen.Select(Gen.Enum<CheckOutcome>().Array[2].List[1, 40], Gen.Int[0, 9].List[40, 40]).Sample((runs, dice) =>
        {
            AlertConfiguration[] configurations =
            [
                OneTeam,
                Configuration(["pager", "team"], Route("pager", true, new Matcher("severity", MatchOperator.Regex, "major|critical"))),
                Configuration(["team", "other"], Route("team", false, new Matcher("check", MatchOperator.Equal, "volume"))),
            ];
            var (unresolved, heard, ids) = (ImmutableArray<Incident>.Empty, new Dictionary<(string, Guid), bool>(), Ids());
            for (var i = 0; i < runs.Count; i++)
            {
                var at = Noon.AddMinutes(i);
                var report = dice[i] == 0 ? Unreachable(at) : Report(at, Result(runs[i][0]), Result(runs[i][1], "email-missing"));
                var (changed, notifications) = Run(configurations[dice[i] % 3], unresolved, report, ids);

                notifications.Select(notification => notification.Id).ShouldBeUnique();
                foreach (var (receiver, alert) in notifications.SelectMany(notification => notification.Message.Alerts.Select(alert => (notification.Receiver, alert))))
                {
                    heard.ContainsKey((receiver, alert.IncidentId)).ShouldBe(alert.Thread is not null);
                    if (heard.TryGetValue((receiver, alert.IncidentId), out var isFiring))
                    {
                        isFiring.ShouldBeTrue("nothing is said after the end");
                    }

                    heard[(receiver, alert.IncidentId)] = alert.IsFiring;
                }

                unresolved = unresolved.With(changed);
            }

            foreach (var ((_, incident), isFiring) in heard)
            {
                isFiring.ShouldBe(unresolved.Any(open => open.Id == incident));
            }
        });

    private static RunConsequences Run(AlertConfiguration configuration, ImmutableArray<Incident> unresolved, RunReport report, Func<Guid>? ids = null) =>
        Consequences.Of(configuration, Evidence(Orders(), report), unresolved, statusPage: null, ids ?? Guid.CreateVersion7);
}
