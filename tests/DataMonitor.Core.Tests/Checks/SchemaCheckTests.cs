using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Core.Tests.Checks;

public sealed class SchemaCheckTests
{
    private static readonly ValueList<ColumnSchema> Columns =
    [
        new("id", ColumnType.Integer, "bigint", IsNullable: false),
        new("score", ColumnType.Text, "varchar(20)", IsNullable: true),
        new("PII_mail", ColumnType.Text, "text", IsNullable: null),
    ];

    [Theory]
    [InlineData("""{"required": {"id": "integer"}}""", CheckOutcome.Passed, "schema: 3 columns as expected.")]
    [InlineData("""{"required": {"id": "number", "PII_mail": "text"}}""", CheckOutcome.Passed, "schema: 3 columns as expected.")]
    [InlineData("""{"required": {"day": "date"}}""", CheckOutcome.Failed, "schema: 'day' is missing.")]
    [InlineData("""{"required": {"score": "number"}}""", CheckOutcome.Failed, "schema: 'score' is varchar(20), number expected.")]
    [InlineData("""{"required": {"score": "text"}}""", CheckOutcome.Failed, "schema: 'score' may be NULL, text expected (\"text?\" would allow it).")]
    [InlineData("""{"required": {"score": "text?"}}""", CheckOutcome.Passed, "schema: 3 columns as expected.")]
    [InlineData("""{"forbidden": ["ssn", "pii_*"]}""", CheckOutcome.Failed, "schema: 'PII_mail' is forbidden.")]
    [InlineData("""{"required": {"id": "any"}, "extra": "warn"}""", CheckOutcome.Warned, "schema: 'score' is extra; 'PII_mail' is extra.")]
    [InlineData("""{"required": {"id": "any", "day": "date"}, "extra": "fail", "forbidden": "pii_*"}""", CheckOutcome.Failed, "schema: 'day' is missing; 'PII_mail' is forbidden; 'score' is extra.")]
    public async Task Judge_Columns_TellsEachProblem(string definition, CheckOutcome outcome, string explanation)
    {
        var result = await CheckBench.JudgeAsync(CheckBench.Read("schema", definition), _ => new SchemaValue(Columns));

        (result.Outcome, result.Explanation).ShouldBe((outcome, explanation));
    }

    [Fact]
    public async Task Judge_ChangedSinceLastRun_TellsWhatChanged()
    {
        var history = new FakeHistory
        {
            Schema = [new("score", ColumnType.Number, "numeric", IsNullable: true), new("id", ColumnType.Integer, "bigint", IsNullable: true), new("old", ColumnType.Text, "text", IsNullable: null)],
        };

        var result = await CheckBench.JudgeAsync(CheckBench.Read("schema", """{"on_change": "warn"}"""), _ => new SchemaValue(Columns), history: history);

        result.Outcome.ShouldBe(CheckOutcome.Warned);
        result.Explanation.ShouldBe("schema: 'PII_mail' was added; 'old' was removed; 'score' changed from numeric to varchar(20); 'id' may no longer be NULL; the columns were reordered.");
    }

    [Fact]
    public async Task Judge_FirstRun_HasNoChanges() =>
        (await CheckBench.JudgeAsync(CheckBench.Read("schema", """{"on_change": "fail"}"""), _ => new SchemaValue(Columns))).Outcome.ShouldBe(CheckOutcome.Passed);

    [Fact]
    public async Task Judge_ManyProblems_TellsFiveAndCountsTheRest()
    {
        var required = string.Join(", ", Enumerable.Range(1, 8).Select(i => $"\"c{i}\": \"text\""));

        var result = await CheckBench.JudgeAsync(CheckBench.Read("schema", $$"""{"required": { {{required}} } }"""), _ => new SchemaValue(Columns));

        result.Explanation.ShouldEndWith("'c5' is missing; and 3 more.");
        result.Value.ShouldBe(8);
    }

    [Theory]
    [InlineData("{}", "Check 'schema' has no rule. Write 'required', 'forbidden' or 'on_change'.")]
    [InlineData("""{"extra": "warn"}""", "'extra' without 'required' would find every column extra. List the known columns under 'required'.")]
    [InlineData("""{"required": {"id": "integr"}}""", "'id': 'integr' is not a type. Did you mean 'integer'?")]
    public void Read_Mistakes_AreExplained(string definition, string expected) => CheckBench.ErrorsOf("schema", definition).ShouldBe(expected);
}
