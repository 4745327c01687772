using System.Text;

namespace DataMonitor.Adapters.Sql;

/// <summary>How an engine reads the text of a statement.</summary>
/// <param name="EscapeStrings"><c>E'it\'s'</c>.</param>
/// <param name="DollarQuotes"><c>$tag$…$tag$</c>.</param>
/// <param name="OtherQuotes">Those of <c>[name]</c> and <c>`name`</c> that the engine knows, by their first character.</param>
/// <param name="ParameterMarks">Characters that begin a parameter outside quotes.</param>
internal sealed record SqlLexicon(bool EscapeStrings, bool DollarQuotes, string OtherQuotes, string ParameterMarks)
{
    /// <summary>Bytes of UTF-8 in an identifier; what is longer would be cut in silence.</summary>
    public required int LongestIdentifier { get; init; }

    public SqlLimits Limits { get; init; } = SqlLimits.Careful;

    /// <summary>What stands before and after an identifier; the second is doubled inside.</summary>
    public string Quotes { get; init; } = "\"\"";

    /// <summary>Whether <c>#</c> begins a comment, and <c>--</c> one only before a blank, as in MySQL.</summary>
    public bool HashComments { get; init; }

    /// <summary>Whether nobody can tell if a backslash in a plain string escapes what follows.</summary>
    public bool RefusesBackslashes { get; init; }

    /// <summary>Quotes inside which a backslash takes the next character as it is.</summary>
    public string BackslashQuotes { get; init; } = "";

    /// <summary>Characters outside quotes that some version of the engine reads as a quote or a comment.</summary>
    public string RefusedMarks { get; init; } = "";

    /// <summary>Word that begins a clause by which a part of a statement changes the limits of the whole.</summary>
    public string? RefusedClause { get; init; }

    /// <summary>Whether a function reaches out of the database, so that SQL of owners must not call it.</summary>
    public Func<string, bool> RefusesCall { get; init; } = static _ => false;

    /// <summary>Function that cuts text at characters, not bytes.</summary>
    public string Substring { get; init; } = "substring";

    /// <summary>Whether a column beside an aggregate, without GROUP BY, is an error; otherwise the engine takes the value of any row.</summary>
    public bool RefusesBareColumns { get; init; } = true;

    /// <summary>Whether the engine stores NaN and sorts it above every number.</summary>
    public bool HasNaN { get; init; }

    /// <summary>Whether the engine stores infinities but no NaN.</summary>
    public bool HasOnlyInfinity { get; init; }

    /// <summary>Whether DISTINCT goes by a collation, so that whole rows must be compared column by column (see <see cref="SqlDialect.Key"/>).</summary>
    public bool HasCollatedRows { get; init; }

    /// <exception cref="MeasureException">No identifier of this engine can be spelled so.</exception>
    public string Quote(string identifier)
    {
        if (identifier.Length == 0 || identifier.Contains('\0', StringComparison.Ordinal))
        {
            throw new MeasureException("A name is empty or holds a NUL character.", "Write the name as the database spells it.");
        }

        if (Encoding.UTF8.GetByteCount(identifier) > LongestIdentifier)
        {
            throw new MeasureException(
                $"The name '{identifier[..20]}…' is longer than the {LongestIdentifier} bytes that the engine keeps.",
                "Write the name as the database spells it.");
        }

        var name = BackslashQuotes.Contains(Quotes[1], StringComparison.Ordinal) ? identifier.Replace("\\", "\\\\", StringComparison.Ordinal) : identifier;
        return $"{Quotes[0]}{name.Replace(Quotes[1..], Quotes[1..] + Quotes[1..], StringComparison.Ordinal)}{Quotes[1]}";
    }
}
