using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Metrics;

namespace DataMonitor.Core.Tests.Metrics;

public sealed class HealthScoreTests
{
    [Fact]
    public void Of_NothingJudged_IsUnknown() => HealthScore.Of([Result(Severity.Major, CheckOutcome.NotApplicable)]).ShouldBeNull();

    [Fact]
    public void Of_CriticalFailedMinorPassed_WeighsBySeverity() =>
        HealthScore.Of([Result(Severity.Critical, CheckOutcome.Failed), Result(Severity.Minor, CheckOutcome.Passed)]).ShouldBe(20);

    [Fact]
    public void Of_Warned_CountsHalf() => HealthScore.Of([Result(Severity.Major, CheckOutcome.Warned)]).ShouldBe(50);

    [Fact]
    public void Of_AnyResults_LiesBetween0And100AndGrowsWhenACheckRecovers() =>
        Gen.Select(Gen.Enum<Severity>(), Gen.Enum<CheckOutcome>()).Array[1, 20].Sample(cases =>
        {
            var results = cases.Select(one => Result(one.Item1, one.Item2)).Append(Result(Severity.Major, CheckOutcome.Failed)).ToArray();

            var before = HealthScore.Of(results).ShouldNotBeNull();
            results[^1] = Result(Severity.Major, CheckOutcome.Passed);
            var after = HealthScore.Of(results).ShouldNotBeNull();

            before.ShouldBeInRange(0, 100);
            after.ShouldBeInRange(before, 100);
        });

    private static CheckResult Result(Severity severity, CheckOutcome outcome) => new(
        "id", "missing", "name", null, Dimension.Completeness, severity, outcome, null, MetricUnit.Share, null, null, null, null, null, "…", TimeSpan.Zero);
}
