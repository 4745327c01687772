using System.Data.Common;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DataMonitor.Adapters.State;

/// <summary>A statement written as an interpolated string. What stands in braces becomes a parameter, never text; another <see cref="Sql"/> is spliced in.</summary>
[InterpolatedStringHandler]
internal sealed class Sql
{
    private readonly List<(string? Text, object? Value)> parts;

    public Sql(int literalLength, int formattedCount)
    {
        _ = literalLength;
        parts = new(2 * formattedCount + 1);
    }

    public static Sql Empty { get; } = Raw("");

    /// <param name="text">Constant text of this program; never anything that was read.</param>
    public static Sql Raw(string text)
    {
        var sql = new Sql(text.Length, 0);
        sql.AppendLiteral(text);
        return sql;
    }

    /// <summary>Fragments in a row, with commas between.</summary>
    public static Sql List(IEnumerable<Sql> fragments)
    {
        var list = new Sql(0, 0);
        foreach (var fragment in fragments)
        {
            if (list.parts.Count > 0)
            {
                list.AppendLiteral(", ");
            }

            list.AppendFormatted(fragment);
        }

        return list;
    }

    public void AppendLiteral(string text) => parts.Add((text, null));

    public void AppendFormatted(Sql fragment) => parts.AddRange(fragment.parts);

    public void AppendFormatted<T>(T value) => parts.Add((null, Storable(value)));

    public void WriteTo(DbCommand command, StateDialect dialect)
    {
        var text = new StringBuilder();
        foreach (var (literal, value) in parts)
        {
            if (literal is not null)
            {
                text.Append(literal);
                continue;
            }

            var name = string.Create(CultureInfo.InvariantCulture, $"@p{command.Parameters.Count}");
            text.Append(name);
            command.Parameters.Add(dialect.Parameter(command, name, value));
        }

        command.CommandText = text.ToString();
    }

    public override string ToString() => string.Concat(parts.Select(part => part.Text ?? "?"));

    /// <summary>Instants are whole milliseconds since the Unix epoch, enumerations their names.</summary>
    private static object? Storable(object? value) => value switch
    {
        string text => Clean(text),
        DateTimeOffset instant => instant.ToUnixTimeMilliseconds(),
        Enum name => name.ToString(),
        _ => value,
    };

    /// <summary>PostgreSQL stores neither NUL nor half a surrogate pair; both engines shall keep the same text.</summary>
    private static string Clean(string text)
    {
        if (text.AsSpan().IndexOfAnyInRange('\uD800', '\uDFFF') < 0 && !text.Contains('\0', StringComparison.Ordinal))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value == 0 ? Rune.ReplacementChar : rune);
        }

        return clean.ToString();
    }
}

/// <summary>Text that goes into a JSON column.</summary>
internal readonly record struct JsonText(string Text);
