using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Core.Tests.Reconciliation;

public sealed class CanonicalFormsTests
{
    [Theory]
    [InlineData(ColumnType.Integer, ColumnType.Integer, CanonicalForm.Whole)]
    [InlineData(ColumnType.Integer, ColumnType.Number, CanonicalForm.Decimal)]
    [InlineData(ColumnType.Boolean, ColumnType.Integer, CanonicalForm.Truth)]
    [InlineData(ColumnType.Timestamp, ColumnType.Text, CanonicalForm.Instant)]
    [InlineData(ColumnType.Date, ColumnType.Timestamp, CanonicalForm.Instant)]
    [InlineData(ColumnType.Date, ColumnType.Text, CanonicalForm.Day)]
    [InlineData(ColumnType.Text, ColumnType.Uuid, CanonicalForm.Uuid)]
    [InlineData(ColumnType.Text, ColumnType.Text, CanonicalForm.Text)]
    [InlineData(ColumnType.Text, ColumnType.Integer, null)]
    [InlineData(ColumnType.Boolean, ColumnType.Number, null)]
    [InlineData(ColumnType.Json, ColumnType.Json, null)]
    [InlineData(ColumnType.Binary, ColumnType.Binary, null)]
    public void Of_TwoTypes_GivesWhatSuitsBoth(ColumnType here, ColumnType there, CanonicalForm? expected)
    {
        CanonicalForms.Of(here, there).ShouldBe(expected);
        CanonicalForms.Of(there, here).ShouldBe(expected);
    }
}
