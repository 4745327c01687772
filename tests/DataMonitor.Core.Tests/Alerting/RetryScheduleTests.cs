using CsCheck;
using DataMonitor.Core.Alerting;
using static DataMonitor.Core.Tests.Alerting.Samples;

namespace DataMonitor.Core.Tests.Alerting;

public sealed class RetryScheduleTests
{
    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 30)]
    [InlineData(3, 120)]
    [InlineData(4, 300)]
    [InlineData(5, 900)]
    [InlineData(6, 1800)]
    [InlineData(7, 3600)]
    [InlineData(20, 3600)]
    public void NextAttempt_AfterSomeAttempts_WaitsAsScheduled(int attempts, int seconds) =>
        RetrySchedule.NextAttempt(attempts, Noon, Noon, retryAfter: null, chance: 0).ShouldBe(Noon.AddSeconds(seconds));

    [Theory]
    [InlineData(1, 5)]
    [InlineData(90, 90)]
    [InlineData(7200, 3600)]
    public void NextAttempt_TheOtherSideAsksToWait_WaitsThatLongUpToAnHour(int wish, int seconds) =>
        RetrySchedule.NextAttempt(1, Noon, Noon, TimeSpan.FromSeconds(wish), chance: 0).ShouldBe(Noon.AddSeconds(seconds));

    [Fact]
    public void NextAttempt_AfterADay_GivesUp() =>
        RetrySchedule.NextAttempt(30, Noon, Noon.AddHours(23.5), retryAfter: null, chance: 0).ShouldBeNull();

    [Fact]
    public void NextAttempt_Always_LiesAheadAndWithinTheDayAndEndsBeforeFortyAttempts() =>
        Gen.Select(Gen.Double[0, 0.999], Gen.Int[0, 10_000]).Sample((chance, wish) =>
        {
            var (now, attempts) = (Noon, 0);
            while (RetrySchedule.NextAttempt(++attempts, Noon, now, TimeSpan.FromSeconds(wish), chance) is { } next)
            {
                next.ShouldBeGreaterThan(now);
                next.ShouldBeLessThanOrEqualTo(Noon + RetrySchedule.GiveUpAfter);
                now = next;
            }

            attempts.ShouldBeLessThan(40);
        });
}
