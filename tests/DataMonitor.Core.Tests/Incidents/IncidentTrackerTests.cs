using System.Collections.Immutable;
using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Incidents;
using static DataMonitor.Core.Tests.Alerting.Samples;

namespace DataMonitor.Core.Tests.Incidents;

public sealed class IncidentTrackerTests
{
    [Fact]
    public void Track_FailsLessOftenThanFireAfter_StaysPending()
    {
        var incident = Play(Orders(fireAfter: 2), CheckOutcome.Failed).ShouldHaveSingleItem();

        incident.IsOpen.ShouldBeFalse();
        incident.HasOpened.ShouldBeFalse();
        incident.Streak.ShouldBe(1);
    }

    [Fact]
    public void Track_FailsAsOftenAsFireAfter_OpensAndRemembersTheStart()
    {
        var incident = Play(Orders(fireAfter: 3), CheckOutcome.Failed, CheckOutcome.Warned, CheckOutcome.Failed).ShouldHaveSingleItem();

        incident.StartedAt.ShouldBe(Noon);
        incident.OpenedAt.ShouldBe(Noon.AddMinutes(2));
    }

    [Fact]
    public void Track_PassesWhilePending_EndsWithoutHavingOpened()
    {
        var incident = Play(Orders(fireAfter: 2), CheckOutcome.Failed, CheckOutcome.Passed).ShouldHaveSingleItem();

        incident.ResolvedAt.ShouldBe(Noon.AddMinutes(1));
        incident.HasOpened.ShouldBeFalse();
    }

    [Theory]
    [InlineData(CheckOutcome.NotApplicable)]
    [InlineData(CheckOutcome.Errored)]
    public void Track_NothingLearnedBetweenFailures_KeepsCounting(CheckOutcome between)
    {
        var incidents = Play(Orders(fireAfter: 2), CheckOutcome.Failed, between, CheckOutcome.Failed);

        incidents.Single(incident => incident.Kind == IncidentKind.Data).IsOpen.ShouldBeTrue();
    }

    [Fact]
    public void Track_FailsWhileRecovering_CountsGoodResultsAnew()
    {
        var incident = Play(
            Orders(clearAfter: 2), CheckOutcome.Failed, CheckOutcome.Passed, CheckOutcome.Failed, CheckOutcome.Passed).ShouldHaveSingleItem();

        incident.IsOpen.ShouldBeTrue();
        incident.Streak.ShouldBe(1);
    }

    [Fact]
    public void Track_WarnsThenFails_RaisesSeverityAndNeverLowersIt()
    {
        var warned = Play(Orders(), CheckOutcome.Warned).ShouldHaveSingleItem();
        var failed = Play(Orders(), CheckOutcome.Warned, CheckOutcome.Failed, CheckOutcome.Warned).ShouldHaveSingleItem();

        (warned.Worst, warned.Severity).ShouldBe((CheckOutcome.Warned, Severity.Minor));
        (failed.Worst, failed.Severity).ShouldBe((CheckOutcome.Failed, Severity.Major));
    }

    [Fact]
    public void Track_OneCheckErrors_OpensAnIncidentBesideThatOfTheData()
    {
        var incidents = Play(Orders(), CheckOutcome.Failed, CheckOutcome.Errored);

        incidents.Select(incident => (incident.Kind, incident.IsOpen)).ShouldBe([(IncidentKind.Data, true), (IncidentKind.CheckError, true)], ignoreOrder: true);
    }

    [Fact]
    public void Track_ErroredCheckFailsNext_EndsTheErrorAndOpensTheData()
    {
        var incidents = Play(Orders(), CheckOutcome.Errored, CheckOutcome.Failed);

        incidents.Select(incident => (incident.Kind, incident.IsOpen)).ShouldBe([(IncidentKind.CheckError, false), (IncidentKind.Data, true)], ignoreOrder: true);
    }

    [Fact]
    public void Track_SourceDown_OpensOneIncidentAndTouchesNoCheck()
    {
        var open = IncidentTracker.Track(Orders(), Report(Noon, Result(CheckOutcome.Failed)), Noon, [], Ids());
        var down = Unreachable(Noon.AddHours(1), Result(CheckOutcome.Errored), Result(CheckOutcome.Errored, "email-missing"));

        var changed = IncidentTracker.Track(Orders(), down, Noon.AddHours(1), open, Ids()).ShouldHaveSingleItem();

        (changed.Kind, changed.Dataset, changed.Subject, changed.IsOpen).ShouldBe((IncidentKind.SourceDown, "", Incident.SourceSubject, true));
    }

    [Fact]
    public void Track_AnotherDatasetOfTheSourceGetsAnAnswer_EndsTheSourceIncident()
    {
        var open = IncidentTracker.Track(Orders(), Unreachable(Noon), Noon, [], Ids());
        var customers = Orders(clearAfter: 5) with { Name = "shop/customers" };

        var changed = IncidentTracker.Track(customers, Report(Noon.AddHours(1), Result(CheckOutcome.Passed)), Noon.AddHours(1), open, Ids());

        changed.ShouldHaveSingleItem().ResolvedAt.ShouldNotBeNull();
    }

    [Fact]
    public void Track_RunBrokeBeforeItAsked_ChangesNothing()
    {
        var open = IncidentTracker.Track(Orders(), Unreachable(Noon), Noon, [], Ids());

        IncidentTracker.Track(Orders(), Report(Noon.AddHours(1)), Noon.AddHours(1), open, Ids()).ShouldBeEmpty();
    }

    [Fact]
    public void Track_OlderResultThanTheNewest_ChangesNothing()
    {
        var open = IncidentTracker.Track(Orders(), Report(Noon, Result(CheckOutcome.Failed)), Noon, [], Ids());

        IncidentTracker.Track(Orders(), Report(Noon.AddHours(1), Result(CheckOutcome.Passed)), Noon.AddHours(-1), open, Ids()).ShouldBeEmpty();
    }

    [Fact]
    public void Track_CheckWasRemoved_EndsItsIncident()
    {
        var open = IncidentTracker.Track(Orders(), Report(Noon, Result(CheckOutcome.Failed, "email-missing")), Noon, [], Ids());

        var changed = IncidentTracker.Track(Orders(checks: "volume"), Report(Noon.AddHours(1), Result(CheckOutcome.Passed)), Noon.AddHours(1), open, Ids());

        changed.ShouldHaveSingleItem().ResolvedAt.ShouldBe(Noon.AddHours(1));
    }

    [Fact]
    public void Track_AnyHistory_HasOneUnresolvedIncidentASubjectAndKeepsItsOrderOfInstants() =>
        Gen.Select(Gen.Enum<CheckOutcome>().List[1, 40], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Bool.List[40, 40]).Sample((outcomes, fireAfter, clearAfter, down) =>
        {
            var (dataset, unresolved, ids) = (Orders(fireAfter, clearAfter), ImmutableArray<Incident>.Empty, Ids());
            for (var i = 0; i < outcomes.Count; i++)
            {
                var at = Noon.AddMinutes(i);
                var changed = IncidentTracker.Track(
                    dataset, down[i] ? Unreachable(at, Result(CheckOutcome.Errored)) : Report(at, Result(outcomes[i])), at, unresolved, ids);

                changed.ShouldAllBe(incident => incident.StartedAt <= incident.LastAt && (incident.OpenedAt ?? incident.LastAt) <= incident.LastAt
                    && incident.Streak >= 1 && (incident.ResolvedAt ?? incident.LastAt) == incident.LastAt);
                unresolved = unresolved.With(changed);
                unresolved.Select(incident => (incident.Kind, incident.Subject)).ShouldBeUnique();
            }
        });

    [Fact]
    public void Track_AnyDataHistory_IsOpenExactlyWhenTheRunsOfBadAndGoodResultsSaySo() =>
        Gen.Select(Any(CheckOutcome.Passed, CheckOutcome.Warned, CheckOutcome.Failed).List[1, 40], Gen.Int[1, 4], Gen.Int[1, 4]).Sample((outcomes, fireAfter, clearAfter) =>
        {
            var (isOpen, bad, good) = (false, 0, 0);
            foreach (var outcome in outcomes)
            {
                (bad, good) = outcome == CheckOutcome.Passed ? (0, good + 1) : (bad + 1, 0);
                isOpen = isOpen ? good < clearAfter : bad >= fireAfter;
            }

            Play(Orders(fireAfter, clearAfter), [.. outcomes]).Any(incident => incident.IsOpen).ShouldBe(isOpen);
        });

    /// <returns>The newest state of every incident, one result a minute.</returns>
    private static ImmutableArray<Incident> Play(Dataset dataset, params CheckOutcome[] outcomes)
    {
        var (all, ids) = (new Dictionary<Guid, Incident>(), Ids());
        for (var i = 0; i < outcomes.Length; i++)
        {
            ImmutableArray<Incident> unresolved = [.. all.Values.Where(incident => incident.ResolvedAt is null)];
            foreach (var changed in IncidentTracker.Track(dataset, Report(Noon.AddMinutes(i), Result(outcomes[i])), Noon.AddMinutes(i), unresolved, ids))
            {
                all[changed.Id] = changed;
            }
        }

        return [.. all.Values];
    }
}
