using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Profiles;

namespace DataMonitor.Core.Tests.Profiles;

public sealed class SuggestedColumnTests
{
    private static readonly ColumnProfile Status = new("status", 1000, 30, 2, null, null, null, null, null, [new("new", 600), new("it's", 370)]) { Type = ColumnType.Text };

    private static readonly ColumnEvidence Nothing = new(null, null, null);

    [Fact]
    public void Checks_ClosedSetThatEveryRowConfirms_IsAllowed() => Checks(Status, Nothing with { InSet = 970 })
        .ShouldBe(["missing: {expect: \"<= 4.8%\"}", "values: {allowed: [\"it's\", \"new\"]}"]);

    [Fact]
    public void Checks_SetThatOneRowLeaves_IsNotAllowed() => Checks(Status, Nothing with { InSet = 969 }).ShouldNotContain(check => check.StartsWith("values", StringComparison.Ordinal));

    [Fact]
    public void ClosedSet_OfPersons_IsNone() => SuggestedColumn.ClosedSet(Status with { Column = "gender" }).ShouldBeEmpty();

    [Fact]
    public void ClosedSet_ReferenceToAVariable_IsNone() => SuggestedColumn.ClosedSet(Status with { Top = [new("${now}", 900)] }).ShouldBeEmpty();

    [Fact]
    public void Checks_FormatOfMostValues_AllowsTheUpperBound()
    {
        var mail = new ColumnProfile("mail", 1000, 0, 1000, null, null, null, null, null, []) { Type = ColumnType.Text, Formats = [new("email", 990), new(null, 10)] };

        Checks(mail, new(999, null, 990)).ShouldBe(["missing: {expect: \"<= 0.66%\"}", "invalid: {format: email, expect: \"<= 2.2%\"}"]);
        Checks(mail, new(1000, null, 990)).ShouldContain("unique", StringComparer.Ordinal);
        Checks(mail, new(999, null, 850)).ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData(0, 100, "between 0 and 110")]
    [InlineData(-5, 5, "between -6 and 6")]
    [InlineData(0.25, 0.75, "between 0.2 and 0.8")]
    [InlineData(7, 7, "between 6.3 and 7.7")]
    public void Checks_Numbers_GetARangeWithAMargin(double low, double high, string expected) =>
        Checks(new("n", 1000, 0, 40, low, high, low, 1, low, []) { Type = ColumnType.Number }, Nothing).ShouldContain($"range: {{expect: \"{expected}\"}}", StringComparer.Ordinal);

    [Fact]
    public void Checks_AllMissing_AreNone() => Checks(Status with { Nulls = 1000, Top = [] }, Nothing).ShouldBeEmpty();

    private static ValueList<string> Checks(ColumnProfile profile, ColumnEvidence evidence) => new SuggestedColumn(profile, evidence).Checks().Select(check => check.Check).ToValueList();
}
