using System.Globalization;
using System.Text.RegularExpressions;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Adapters.Interchange.Dbt;

/// <summary>Severity and thresholds of a test. dbt says when a count of failures is bad, Monitor when it is good.</summary>
/// <param name="Warn">What is good for the warn level; <see langword="null"/> when there is none.</param>
/// <param name="Fail">What is good for the fail level; <see langword="null"/> when there is none.</param>
internal sealed partial record DbtLevels(Bound? Warn, Bound? Fail)
{
    private static readonly Bound NoRows = new(BoundOperator.Equal, 0);

    /// <summary>Any failure fails, as dbt has it where nothing is configured.</summary>
    public bool IsDefault => (Warn ?? NoRows) == NoRows && (Fail ?? NoRows) == NoRows;

    /// <returns><see langword="null"/> when a threshold cannot be read.</returns>
    public static DbtLevels? Read(DbtArguments arguments, bool countsRows)
    {
        var isWarning = string.Equals(arguments.Setting("severity"), "warn", StringComparison.OrdinalIgnoreCase);
        var (warnIf, errorIf) = (arguments.Setting("warn_if"), arguments.Setting("error_if"));
        if (!countsRows)
        {
            foreach (var key in new[] { "warn_if", "error_if" })
            {
                arguments.LeaveOutSetting(key, "The check judges a figure, not a count of failing rows.", "Write 'expect: {warn: …, fail: …}'.");
            }

            return isWarning ? new(NoRows, null) : new(null, NoRows);
        }

        var (warn, fail) = (Good(warnIf), Good(errorIf));
        if (warn is null || fail is null)
        {
            return null;
        }

        if (isWarning)
        {
            arguments.LeaveOutSetting("error_if", "With 'severity: warn' it has no effect in dbt either.", "Write a fail level where it shall have one.");
            return new(warn, null);
        }

        if (warnIf is not null && errorIf is null)
        {
            arguments.LeaveOutSetting("warn_if", "Any failure is an error here before it is a warning, in dbt too.", "Write 'expect: {warn: …, fail: …}'.");
        }

        return new(errorIf is null || warn == fail ? null : warn, fail);
    }

    /// <param name="own">The expectation of a check that judges a figure.</param>
    /// <returns>The levels as a definition has them; <see langword="null"/> for the default of the kind.</returns>
    public DefinitionNode? Expect(DefinitionNode? own)
    {
        if (own is not null)
        {
            return Warn is null || Fail is not null ? own : Nodes.Map(("warn", own));
        }

        return (Warn, Fail) switch
        {
            (null, { } only) when only == NoRows => null,
            (null, { } only) => Write(only),
            _ => Nodes.Map(("warn", Warn is null ? null : Write(Warn)), ("fail", Fail is null ? null : Write(Fail))),
        };
    }

    private static ScalarNode Write(Bound good) => Nodes.Text(good.ToText(BoundUnit.Rows, out _)!);

    private static Bound? Good(string? bad)
    {
        if (bad is null)
        {
            return NoRows;
        }

        var match = Form().Match(bad);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        return new Bound(
            match.Groups["sign"].Value switch
            {
                "<" => BoundOperator.Less,
                "<=" => BoundOperator.AtMost,
                ">" => BoundOperator.Greater,
                ">=" => BoundOperator.AtLeast,
                "!=" or "<>" => BoundOperator.NotEqual,
                _ => BoundOperator.Equal,
            },
            number).Opposite();
    }

    [GeneratedRegex(@"^\s*(?<sign><=|>=|<>|!=|==|=|<|>)\s*(?<number>[0-9]{1,15})\s*\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
