namespace DataMonitor.Adapters.Interchange;

/// <summary>What another format calls good: a comparison with one number or two.</summary>
/// <param name="High">The second number of the last three operators.</param>
internal sealed record Bound(BoundOperator Operator, decimal Low, decimal High = 0)
{
    /// <returns>What is good where this is bad.</returns>
    public Bound Opposite() => this with
    {
        Operator = Operator switch
        {
            BoundOperator.Less => BoundOperator.AtLeast,
            BoundOperator.AtMost => BoundOperator.Greater,
            BoundOperator.Equal => BoundOperator.NotEqual,
            BoundOperator.NotEqual => BoundOperator.Equal,
            BoundOperator.AtLeast => BoundOperator.Less,
            BoundOperator.Greater => BoundOperator.AtMost,
            BoundOperator.Between => BoundOperator.Outside,
            BoundOperator.Outside => BoundOperator.Between,
            _ => BoundOperator.OutsideOrOn,
        },
    };

    /// <returns>The expectation as owners write it, or <see langword="null"/> when the language has no words for it.</returns>
    /// <param name="isExact"><see langword="false"/> when the ends of an open range count as good now.</param>
    public string? ToText(BoundUnit unit, out bool isExact)
    {
        isExact = true;
        var isWhole = unit == BoundUnit.Rows && decimal.IsInteger(Low) && decimal.IsInteger(High);
        switch (Operator)
        {
            case BoundOperator.Between:
                return Range(Low, High, unit);
            case BoundOperator.Inside when isWhole:
                return Range(Low + 1, High - 1, unit);
            case BoundOperator.Inside:
                isExact = false;
                return Range(Low, High, unit);
            case BoundOperator.Outside when unit != BoundUnit.Number && Low <= 0:
                return $"> {Write(High, unit)}";
            case BoundOperator.Outside or BoundOperator.OutsideOrOn:
                return null;
            default:
                return $"{Sign()} {Write(Low, unit)}";
        }
    }

    /// <returns>A condition in SQL that is true for a good value.</returns>
    public string ToSql(string value) => Operator switch
    {
        BoundOperator.Between => $"{value} BETWEEN {Text(Low)} AND {Text(High)}",
        BoundOperator.Inside => $"{value} > {Text(Low)} AND {value} < {Text(High)}",
        BoundOperator.Outside => $"{value} < {Text(Low)} OR {value} > {Text(High)}",
        BoundOperator.OutsideOrOn => $"{value} <= {Text(Low)} OR {value} >= {Text(High)}",
        BoundOperator.NotEqual => $"{value} <> {Text(Low)}",
        _ => $"{value} {Sign()} {Text(Low)}",
    };

    private static string? Range(decimal low, decimal high, BoundUnit unit) => low <= high ? $"between {Write(low, unit)} and {Write(high, unit)}" : null;

    private string Sign() => Operator switch
    {
        BoundOperator.Less => "<",
        BoundOperator.AtMost => "<=",
        BoundOperator.Equal => "=",
        BoundOperator.NotEqual => "!=",
        BoundOperator.AtLeast => ">=",
        _ => ">",
    };

    private static string Write(decimal number, BoundUnit unit) => Text(number) + unit switch
    {
        BoundUnit.Rows => " rows",
        BoundUnit.Percent => "%",
        _ => "",
    };

    private static string Text(decimal number) => Nodes.Number(number).Text;
}

internal enum BoundOperator
{
    Less,
    AtMost,
    Equal,
    NotEqual,
    AtLeast,
    Greater,

    /// <summary>Both ends included.</summary>
    Between,

    /// <summary>Both ends excluded.</summary>
    Inside,

    /// <summary>Not between: both ends are bad.</summary>
    Outside,

    /// <summary>Not strictly between: both ends are good.</summary>
    OutsideOrOn,
}

internal enum BoundUnit
{
    Number,
    Rows,
    Percent,
}
