using CsCheck;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Tests.Definitions;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("5s", 5)]
    [InlineData("15m", 900)]
    [InlineData("1.5h", 5400)]
    [InlineData("26h", 93_600)]
    [InlineData("1d", 86_400)]
    [InlineData("0s", 0)]
    public void TryParse_Duration_GivesSeconds(string text, double seconds)
    {
        Durations.TryParse(text, out var duration).ShouldBeTrue();

        duration.TotalSeconds.ShouldBe(seconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("5 m")]
    [InlineData("-5m")]
    [InlineData("5M")]
    [InlineData("5ms")]
    [InlineData("1d2h")]
    [InlineData(".5h")]
    [InlineData("9999999999s")]
    [InlineData("5m\n")]
    [InlineData("٥m")]
    public void TryParse_AnythingElse_IsRefused(string text) => Durations.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Format_AnyDuration_IsReadBack() =>
        Gen.Long[0, 31_536_000_000L].Sample(milliseconds =>
        {
            var duration = TimeSpan.FromMilliseconds(milliseconds);

            Durations.TryParse(Durations.Format(duration), out var read).ShouldBeTrue();

            read.ShouldBe(duration);
        });
}
