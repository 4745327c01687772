using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Tests.Profiles;

public sealed class ProfileChangesTests
{
    private static readonly ColumnProfile Email = new("email", 1000, 10, 900, null, null, null, null, null, [new("Secretville", 30), new("Bonn", 20)]) { Type = ColumnType.Text };

    private static readonly ColumnProfile Total = new("total", 1000, 0, 900, 1, 100, 50, 10, 50, []) { Type = ColumnType.Number };

    [Fact]
    public void Between_EqualProfiles_IsNothing() => ProfileChanges.Between([Email, Total], [Email, Total]).ShouldBeEmpty();

    [Fact]
    public void Between_NothingKnownBefore_IsNothing() => ProfileChanges.Between([], [Email]).ShouldBeEmpty();

    [Fact]
    public void Between_EverythingElsewhere_SaysSoWithoutValues()
    {
        var changes = ProfileChanges.Between(
            [Email, Total],
            [
                Email with { Nulls = 70, Distinct = 12, Top = [new("Hidden", 400)], Type = ColumnType.Json },
                Total with { Mean = 75, Maximum = 500, Nulls = 1 },
                Total with { Column = "tax" },
            ]);

        changes.ShouldBe(
        [
            "email: type text → json",
            "email: null share 1 % → 7 %",
            "email: different values 900 → 12",
            "email: new top value (43 % of the values)",
            "total: null share 0 % → 0.1 %",
            "total: mean 50 → 75",
            "total: maximum 100 → 500",
            "tax: new",
        ]);
    }

    [Fact]
    public void Between_TopValuesThatSwapByChance_IsNothing()
    {
        var before = Email with { Top = [new("a", 301), new("b", 300)] };

        ProfileChanges.Between([before], [before with { Top = [new("b", 305), new("a", 299)] }]).ShouldBeEmpty();
        ProfileChanges.Between([before], [before with { Top = [new("b", 500), new("a", 99)] }]).ShouldBe(["email: another value is the most frequent"]);
    }

    [Fact]
    public void Between_ColumnLeftOut_IsGone() => ProfileChanges.Between([Email, Total], [Email]).ShouldBe(["total: gone"]);

    [Fact]
    public void Between_SketchesWithinTheirError_IsNothing() => ProfileChanges.Between(
        [Total with { Distinct = 10_000, DistinctError = KeySketch.StandardError }],
        [Total with { Distinct = 11_500, DistinctError = KeySketch.StandardError }]).ShouldBeEmpty();
}
