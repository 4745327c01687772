using CsCheck;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Evaluation;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Evaluation;

public sealed class DisplayTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(1234567, "1,234,567")]
    [InlineData(-1234.5678, "-1,235")]
    [InlineData(12.3456, "12.35")]
    [InlineData(0.31415, "0.3142")]
    [InlineData(0.00012345, "0.0001235")]
    [InlineData(1.23e-9, "1.23e-9")]
    [InlineData(1.5e18, "1.5e18")]
    public void Of_Number_ShowsWholeNumbersInFull(double value, string expected) => Display.Of(value, MetricUnit.Number).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0 rows")]
    [InlineData(1, "1 row")]
    [InlineData(1000, "1,000 rows")]
    public void Of_Rows_CountsThem(double value, string expected) => Display.Of(value, MetricUnit.Rows).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1, "100 %")]
    [InlineData(0.071, "7.1 %")]
    [InlineData(0.02, "2 %")]
    [InlineData(0.5, "50 %")]
    [InlineData(0.33333, "33.3 %")]
    [InlineData(0.000012345, "0.0012 %")]
    [InlineData(0.9999999, "99.99999 %")]
    [InlineData(0.999, "99.9 %")]
    [InlineData(1.5, "150 %")]
    public void Of_Share_IsAPercentage(double value, string expected) => Display.Of(value, MetricUnit.Share).ShouldBe(expected);

    [Theory]
    [InlineData(0.25, "0.25 s")]
    [InlineData(45.4, "45 s")]
    [InlineData(59.9, "1 min")]
    [InlineData(90, "1 min 30 s")]
    [InlineData(3599.9, "1 h")]
    [InlineData(11520, "3 h 12 min")]
    [InlineData(93600, "26 h")]
    [InlineData(187200, "2 d 4 h")]
    [InlineData(-11520, "-3 h 12 min")]
    public void Of_Seconds_ShowsTheTwoLargestUnits(double value, string expected) => Display.Of(value, MetricUnit.Seconds).ShouldBe(expected);

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1500, "1.5 KB")]
    [InlineData(5e10, "50 GB")]
    public void Of_Bytes_UsesDecimalUnits(double value, string expected) => Display.Of(value, MetricUnit.Bytes).ShouldBe(expected);

    [Fact]
    public void Of_ShareBelowAllAndAboveNone_NeverReadsAsAllOrNone() => Gen.Select(Gen.Int[1, 999_999], Gen.Int[1_000_000, 100_000_000]).Sample((part, whole) =>
        Display.Of((double)part / whole, MetricUnit.Share).ShouldNotBeOneOf("0 %", "100 %"));

    [Fact]
    public void Window_WholeDayInItsZone_IsThatDay() => Display.Window(
        new PartitionWindow("at", new(2026, 10, 24, 22, 0, 0, TimeSpan.Zero), new(2026, 10, 25, 23, 0, 0, TimeSpan.Zero)),
        TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).ShouldBe("on 2026-10-25");

    [Fact]
    public void Window_Week_NamesFirstAndLastDay() => Display.Window(
        new PartitionWindow("at", new(2026, 11, 16, 0, 0, 0, TimeSpan.Zero), new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)),
        TimeZoneInfo.Utc).ShouldBe("from 2026-11-16 to 2026-11-22");

    [Fact]
    public void Window_Hour_NamesBothTimes() => Display.Window(
        new PartitionWindow("at", new(2026, 11, 16, 5, 0, 0, TimeSpan.Zero), new(2026, 11, 16, 6, 0, 0, TimeSpan.Zero)),
        TimeZoneInfo.Utc).ShouldBe("from 2026-11-16 05:00 to 06:00");
}
