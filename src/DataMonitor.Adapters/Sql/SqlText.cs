using System.Collections.Immutable;
using System.Globalization;

namespace DataMonitor.Adapters.Sql;

/// <summary>One statement and what is bound in it, in order.</summary>
/// <param name="Parameters"><see cref="string"/>, <see cref="int"/>, <see cref="long"/>, <see cref="decimal"/>, <see cref="double"/>, <see cref="DateTimeOffset"/> or <see cref="SameTypeText"/>.</param>
internal sealed record SqlText(string Sql, ImmutableArray<object> Parameters)
{
    /// <returns>The statement with its parameters as comments, for people.</returns>
    public string Explained() => string.Join('\n', Parameters.Select((value, index) => $"-- parameter {index + 1}: {Shown(value)}").Prepend(Sql));

    private static string Shown(object value) => value switch
    {
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal).ReplaceLineEndings(" ")}'",
        DateTimeOffset instant => $"'{instant.ToUniversalTime():yyyy-MM-dd HH:mm:ss.FFFFFF}Z'",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}

/// <summary>A value in the engine's own notation that takes the type of what it is compared with.</summary>
internal sealed record SameTypeText(string Text)
{
    public override string ToString() => Text;
}
