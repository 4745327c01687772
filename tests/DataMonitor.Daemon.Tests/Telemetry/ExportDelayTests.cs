using CsCheck;
using DataMonitor.Daemon.Telemetry;

namespace DataMonitor.Daemon.Tests.Telemetry;

public sealed class ExportDelayTests
{
    [Fact]
    public void After_AnyFailures_IsAtMostAMinuteOrTheWishAndNeverZero() =>
        Gen.Select(Gen.Int[1, int.MaxValue], Gen.Double[0, 0.999], Gen.Int[0, 600].Nullable()).Sample((failures, chance, wish) =>
        {
            var delay = ExportDelay.After(failures, chance, wish is { } seconds ? TimeSpan.FromSeconds(seconds) : null);

            delay.TotalSeconds.ShouldBeInRange(Math.Max(0.5, wish ?? 0), Math.Max(60, wish ?? 0));
        });
}
