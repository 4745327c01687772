using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using DataMonitor.Core.Checks;
using DataMonitor.Core.Definitions;

namespace DataMonitor.Core.Evaluation;

/// <summary>The grammar of expectations: <c>OP NUMBER[UNIT]</c>, <c>between A and B</c>, <c>within P% of BASELINE</c>.</summary>
internal sealed partial class ConditionParser
{
    private static readonly Dictionary<string, ComparisonOperator> Operators = new(StringComparer.Ordinal)
    {
        ["<"] = ComparisonOperator.Less,
        ["<="] = ComparisonOperator.AtMost,
        ["="] = ComparisonOperator.Equal,
        ["!="] = ComparisonOperator.NotEqual,
        [">="] = ComparisonOperator.AtLeast,
        [">"] = ComparisonOperator.Greater,
    };

    private static readonly Dictionary<string, string> MistakenOperators = new(StringComparer.Ordinal)
    {
        ["=="] = "=",
        ["=<"] = "<=",
        ["=>"] = ">=",
        ["<>"] = "!=",
        ["≤"] = "<=",
        ["≥"] = ">=",
        ["≠"] = "!=",
    };

    private static readonly Dictionary<string, BaselineKind> Baselines = new(StringComparer.Ordinal)
    {
        ["previous"] = BaselineKind.Previous,
        ["average"] = BaselineKind.Average,
        ["median"] = BaselineKind.Median,
        ["same_weekday"] = BaselineKind.SameWeekday,
    };

    private readonly string text;
    private readonly ImmutableArray<MetricUnit> units;
    private readonly bool isDistance;
    private readonly Match[] tokens;
    private ConditionMistake? mistake;
    private int next;

    private ConditionParser(string text, ImmutableArray<MetricUnit> units, bool isDistance)
    {
        (this.text, this.units, this.isDistance) = (text, units, isDistance);
        tokens = [.. Token().Matches(text).Cast<Match>()];
    }

    private string Current => next < tokens.Length ? tokens[next].Value : "";

    private int Offset => next < tokens.Length ? tokens[next].Index : text.Length;

    /// <param name="isDistance">See <see cref="CheckKind.IsDistance"/>.</param>
    /// <returns>The condition, or <see langword="null"/> with a <paramref name="mistake"/>.</returns>
    public static Condition? Parse(string text, ImmutableArray<MetricUnit> units, out ConditionMistake mistake, bool isDistance = false)
    {
        var parser = new ConditionParser(text, units, isDistance);
        var condition = parser.Condition();
        mistake = parser.mistake.GetValueOrDefault();
        return parser.mistake is null ? condition : null;
    }

    /// <returns>A sentence that shows what may be written for a check judged in <paramref name="units"/>.</returns>
    public static string Forms(ImmutableArray<MetricUnit> units)
    {
        var (low, high) = units[0] switch
        {
            MetricUnit.Share => ("1%", "5%"),
            MetricUnit.Rows => ("1000 rows", "5000 rows"),
            MetricUnit.Seconds => ("30m", "26h"),
            MetricUnit.Bytes => ("1MB", "5GB"),
            _ => ("0.1", "0.9"),
        };
        return $"Write in quotes \"<= {high}\", \"between {low} and {high}\" or \"within 10% of average(7)\".";
    }

    private Condition? Condition()
    {
        var condition = Current switch
        {
            "between" => Between(),
            "within" when isDistance => AtMost(),
            "within" => Within(),
            var word when Operators.ContainsKey(word) => Comparison(),
            var word when MistakenOperators.TryGetValue(word, out var meant) => Refuse<Condition>($"{Sentences.Quoted(word)} is not an operator.", $"Write '{meant}'."),
            var word when word.Length > 0 && (char.IsAsciiDigit(word[^1]) || word is "+" or "-") => Refuse<Condition>(
                $"{Sentences.Quoted(text)} has no operator before its number.", $"Write how it compares, such as \"<= {text.Trim()}\" or \">= {text.Trim()}\"."),
            var word => Refuse<Condition>($"{Sentences.Quoted(word)} does not begin an expectation.", Forms(units)),
        };
        if (condition is not null && next < tokens.Length)
        {
            return Refuse<Condition>(Excess(), Forms(units));
        }

        return condition;
    }

    private string Excess() => Current is "," or "_" or "."
        ? $"The number is cut by {Sentences.Quoted(Current)}; numbers stand without thousands separators and with a decimal point."
        : $"{Sentences.Quoted(text[Offset..])} is left over at the end.";

    private Comparison? Comparison()
    {
        var comparison = Operators[Take()];
        return Judged() is { } operand ? new(comparison, operand) : null;
    }

    private Between? Between()
    {
        Take();
        var start = Offset;
        var low = Judged(isPartOfRange: true);
        if (low is null || !Expect("and"))
        {
            return null;
        }

        var high = Judged(low.Value.Unit is not null);
        if (high is null)
        {
            return null;
        }

        if (low.Value.Unit != high.Value.Unit && low.Value.Value != 0 && high.Value.Value != 0)
        {
            return Refuse<Between>("The two ends have different units.", "Give both ends the same unit, such as \"between 1% and 5%\".", start);
        }

        var unit = high.Value.Unit ?? low.Value.Unit;
        return low.Value.Value <= high.Value.Value
            ? new(low.Value with { Unit = unit }, high.Value with { Unit = unit })
            : Refuse<Between>("The first end is above the second.", "Write the smaller one first.", start);
    }

    /// <summary><c>within 0.1%</c> of what the check compares with.</summary>
    private Comparison? AtMost()
    {
        Take();
        var start = Offset;
        return Number() switch
        {
            null => null,
            { Unit: MetricUnit.Share, Value: >= 0 } share => new(ComparisonOperator.AtMost, share),
            _ => Refuse<Comparison>("The allowed distance is not a percentage.", "Write for instance \"within 0.1%\".", start),
        };
    }

    private Within? Within()
    {
        Take();
        var start = Offset;
        if (Number() is not { } share)
        {
            return null;
        }

        if (share.Unit != MetricUnit.Share || share.Value is <= 0 or > 10)
        {
            return Refuse<Within>("The allowed deviation is not a percentage above 0%.", "Write for instance \"within 10% of average(7)\".", start);
        }

        return Expect("of") && Baseline() is { } baseline ? new(share.Value, baseline) : null;
    }

    private Baseline? Baseline()
    {
        const string Remedy = "Write previous, average(7), median(7) or same_weekday(4).";
        var word = Current;
        if (!Baselines.TryGetValue(word, out var kind))
        {
            return Refuse<Baseline>(word.Length == 0 ? "The baseline is missing after 'of'." : $"{Sentences.Quoted(word)} is not a baseline.", Remedy);
        }

        Take();
        if (kind == BaselineKind.Previous)
        {
            return new(kind, 1);
        }

        if (Current != "(")
        {
            return Refuse<Baseline>($"'{word}' does not say over how many runs.", $"Write {word}(7) for the last 7.");
        }

        Take();
        if (!int.TryParse(Current, NumberStyles.None, CultureInfo.InvariantCulture, out var runs) || runs is < 1 or > 100)
        {
            return Refuse<Baseline>($"{Sentences.Quoted(Current)} is not a number of runs from 1 to 100.", $"Write {word}(7) for the last 7.");
        }

        Take();
        return Expect(")") ? new(kind, runs) : null;
    }

    /// <summary>A number in a unit that the check is judged in.</summary>
    private Quantity? Judged(bool isPartOfRange = false)
    {
        var start = Offset;
        if (Number() is not { } quantity)
        {
            return null;
        }

        if (quantity.Unit is { } unit && !units.Contains(unit))
        {
            var written = text[start..Math.Min(text.Length, tokens[next - 1].Index + tokens[next - 1].Length)];
            return RefuseQuantity($"{Sentences.Quoted(written)} is {Noun(unit)}, but this check is judged in {InWords()}.", Forms(units), start);
        }

        if (quantity is { Unit: null, Value: not 0 } && NeedsUnit() && !(isPartOfRange && Current == "and"))
        {
            var number = quantity.Value.ToString(CultureInfo.InvariantCulture);
            return RefuseQuantity($"{number} has no unit.", $"Write {Sentences.AnyOf(units.Select(known => Example(number, known)))}.", start);
        }

        var effective = quantity.Unit ?? units[0];
        if (effective == MetricUnit.Share && quantity.Value is < 0 or > 1 && quantity.Unit is not null)
        {
            return RefuseQuantity("A share lies between 0% and 100%.", "Write a percentage in these bounds.", start);
        }

        return effective != MetricUnit.Number && quantity.Value < 0
            ? RefuseQuantity($"A negative number makes no sense in {InWords()}.", "Write 0 or more.", start)
            : quantity;
    }

    /// <summary>A number, with a unit or without.</summary>
    private Quantity? Number()
    {
        if (!double.TryParse(Current, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number))
        {
            return RefuseQuantity(Current.Length == 0 ? "The number is missing at the end." : $"{Sentences.Quoted(Current)} is not a number.", Forms(units), Offset);
        }

        Take();
        var word = Current;
        if (word is "" or "and" or "of" or "," or "_" or "." || !(word == "%" || char.IsLetter(word[0])))
        {
            return new(number, null);
        }

        (MetricUnit Unit, double Factor)? unit = word switch
        {
            "%" => (MetricUnit.Share, 0.01),
            "rows" or "row" => (MetricUnit.Rows, 1),
            "s" => (MetricUnit.Seconds, 1),
            "m" => (MetricUnit.Seconds, 60),
            "h" => (MetricUnit.Seconds, 3600),
            "d" => (MetricUnit.Seconds, 86_400),
            "KB" => (MetricUnit.Bytes, 1e3),
            "MB" => (MetricUnit.Bytes, 1e6),
            "GB" => (MetricUnit.Bytes, 1e9),
            _ => null,
        };
        if (unit is not { } known)
        {
            return RefuseQuantity($"{Sentences.Quoted(word)} is not a unit.", SuggestUnit(word), Offset);
        }

        Take();
        return new(known.Unit == MetricUnit.Share ? number / 100 : number * known.Factor, known.Unit);
    }

    private static string SuggestUnit(string word) => word.ToUpperInvariant() switch
    {
        "SEC" or "SECS" or "SECOND" or "SECONDS" => "Did you mean 's'?",
        "MIN" or "MINS" or "MINUTE" or "MINUTES" => "Did you mean 'm'?",
        "HOUR" or "HOURS" or "HR" or "HRS" => "Did you mean 'h'?",
        "DAY" or "DAYS" => "Did you mean 'd'?",
        "PERCENT" or "PCT" => "Did you mean '%'?",
        "WEEK" or "WEEKS" or "W" => "Write the weeks in days, such as 14d.",
        _ => Sentences.Suggest(word, ["%", "rows", "s", "m", "h", "d", "KB", "MB", "GB"]),
    };

    private bool NeedsUnit() => units[0] is MetricUnit.Share or MetricUnit.Seconds or MetricUnit.Bytes || (units.Contains(MetricUnit.Share) && !units.Contains(MetricUnit.Number));

    private string InWords() => Sentences.AnyOf(units.Select(unit => unit switch
    {
        MetricUnit.Rows => "rows",
        MetricUnit.Share => "%",
        MetricUnit.Seconds => "s, m, h or d",
        MetricUnit.Bytes => "KB, MB or GB",
        _ => "plain numbers",
    }));

    private static string Noun(MetricUnit unit) => unit switch
    {
        MetricUnit.Rows => "a count of rows",
        MetricUnit.Share => "a percentage",
        MetricUnit.Seconds => "a duration",
        MetricUnit.Bytes => "a size",
        _ => "a plain number",
    };

    private static string Example(string number, MetricUnit unit) => unit switch
    {
        MetricUnit.Rows => $"{number} rows",
        MetricUnit.Share => $"{number}%",
        MetricUnit.Seconds => $"{number}m or {number}h",
        MetricUnit.Bytes => $"{number}MB",
        _ => number,
    };

    private bool Expect(string word)
    {
        if (Current == word)
        {
            Take();
            return true;
        }

        Refuse<Condition>(Current.Length == 0 ? $"'{word}' is missing at the end." : Current is "," ? Excess() : $"{Sentences.Quoted(Current)} stands where '{word}' belongs.", Forms(units));
        return false;
    }

    private string Take() => tokens[next++].Value;

    private T? Refuse<T>(string problem, string remedy, int? offset = null)
        where T : class
    {
        mistake ??= new(offset ?? Offset, problem, remedy);
        return null;
    }

    private Quantity? RefuseQuantity(string problem, string remedy, int offset)
    {
        mistake ??= new(offset, problem, remedy);
        return null;
    }

    [GeneratedRegex(@"<=|>=|!=|==|=<|=>|<>|[<>=]|[+-]?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?|[\p{L}_]+|\S", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}

/// <summary>What is wrong with a condition, and where in its text.</summary>
internal readonly record struct ConditionMistake(int Offset, string Problem, string Remedy);
