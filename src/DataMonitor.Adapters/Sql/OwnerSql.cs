using System.Text;

namespace DataMonitor.Adapters.Sql;

/// <summary>SQL of a dataset's owner, read before it is sent: it must stay inside the place that our statement gives it.</summary>
internal sealed class OwnerSql
{
    private const int Longest = 100_000;
    private const string Rule = "Write one condition, expression or SELECT that stands by itself.";

    private readonly string sql;
    private readonly SqlLexicon lexicon;
    private readonly Func<string, string> bind;
    private readonly StringBuilder output = new();
    private readonly Stack<char> open = new();
    private int at;

    /// <summary>The word or quoted name that was just read, blanks and comments aside; a quoted one without its quotes.</summary>
    private string previous = "";
    private bool isPreviousQuoted;

    private OwnerSql(string sql, SqlLexicon lexicon, Func<string, string> bind) => (this.sql, this.lexicon, this.bind) = (sql, lexicon, bind);

    /// <returns>The text without comments and with <c>${name}</c> replaced by what <paramref name="bind"/> gives for the name.</returns>
    /// <exception cref="MeasureException">It could leave its place, or nobody could tell whether it does.</exception>
    public static string Contain(string sql, SqlLexicon lexicon, Func<string, string> bind) => new OwnerSql(sql, lexicon, bind).Read();

    private static MeasureException Refuse(string problem, string remedy = Rule) => new(problem, remedy);

    private char Next(int ahead = 1) => at + ahead < sql.Length ? sql[at + ahead] : '\0';

    private string Read()
    {
        if (sql.Length > Longest || sql.Contains('\0', StringComparison.Ordinal))
        {
            throw Refuse($"The SQL holds a NUL character or more than {Longest} characters.");
        }

        while (at < sql.Length)
        {
            Step();
        }

        if (open.Count > 0)
        {
            throw Refuse($"The SQL opens '{open.Peek()}' and does not close it.");
        }

        var text = output.ToString().Trim();
        return text.Length > 0 ? text : throw Refuse("The SQL is empty.");
    }

    private void Step()
    {
        switch (sql[at])
        {
            case '-' when Next() == '-' && lexicon.HashComments && Next(2) is not (' ' or '\t' or '\r' or '\n' or '\0'):
                throw Refuse("The SQL holds '--' without a blank behind it, which engines read differently.", "Put a blank behind '--', or between the two signs.");
            case '#' when lexicon.HashComments:
            case '-' when Next() == '-':
                at = sql.IndexOf('\n', at) is var end and >= 0 ? end : sql.Length;
                break;
            case '/' when Next() == '*':
                SkipComment();
                break;
            case '\'':
                ReadString();
                break;
            case '"':
                CopyQuoted('"', "double quote");
                break;
            case '`' when lexicon.OtherQuotes.Contains('`', StringComparison.Ordinal) || lexicon.Quotes == "``":
                CopyQuoted('`', "backtick");
                break;
            case '[' when lexicon.OtherQuotes.Contains('[', StringComparison.Ordinal) || lexicon.Quotes == "[]":
                CopyUntil("]", 1, "bracket");
                break;
            case '$':
                ReadDollar();
                break;
            case ';':
                throw Refuse("The SQL holds a ';'.", "Write one statement, without a ';' at its end.");
            case '(' or '[' or '{':
                Open();
                break;
            case ')' or ']' or '}':
                Close();
                break;
            case var mark when lexicon.ParameterMarks.Contains(mark, StringComparison.Ordinal):
                throw Refuse($"The SQL holds '{mark}', which would be a parameter.", "Write the value itself, or ${partition.start}, ${partition.end} or ${now}.");
            case var mark when lexicon.RefusedMarks.Contains(mark, StringComparison.Ordinal):
                throw Refuse($"The SQL holds '{mark}' outside quotes, which versions of the engine read differently.", "Leave it out, or put it inside quotes.");
            case var letter when IsWord(letter):
                ReadWord();
                break;
            case var blank when char.IsWhiteSpace(blank):
                Copy(1);
                break;
            default:
                Copy(1);
                previous = "";
                break;
        }
    }

    private void Copy(int count)
    {
        output.Append(sql, at, count);
        at += count;
    }

    private void CopyUntil(string end, int from, string what)
    {
        var found = sql.IndexOf(end, at + from, StringComparison.Ordinal);
        Copy(found >= 0 ? found + end.Length - at : throw Refuse($"The SQL opens a {what} and does not close it."));
    }

    /// <summary>A doubled quote is two quoted pieces side by side, so it needs no care.</summary>
    private void CopyQuoted(char quote, string what)
    {
        var start = at;
        if (lexicon.BackslashQuotes.Contains(quote, StringComparison.Ordinal))
        {
            CopyEscaped(at + 1, quote);
        }
        else
        {
            CopyUntil(quote.ToString(), 1, what);
        }

        (previous, isPreviousQuoted) = (sql[(start + 1)..(at - 1)], true);
    }

    private void ReadWord()
    {
        var start = at;
        while (at < sql.Length && IsWord(sql[at]))
        {
            at++;
        }

        var isClause = previous.Equals(lexicon.RefusedClause, StringComparison.OrdinalIgnoreCase) && !isPreviousQuoted;
        if (isClause)
        {
            throw Refuse($"The SQL holds a {lexicon.RefusedClause} clause.", "Leave it out; limits belong to the source. Put a column of that name in quotes.");
        }

        (previous, isPreviousQuoted) = (sql[start..at], false);
        output.Append(previous);
    }

    private void Open()
    {
        if (sql[at] == '(' && lexicon.RefusesCall(previous))
        {
            throw Refuse($"The SQL calls '{previous}', which may reach out of the database.", "Read tables and views of the source only.");
        }

        open.Push(sql[at]);
        Copy(1);
        previous = "";
    }

    private void Close()
    {
        var pair = sql[at] switch { ')' => '(', ']' => '[', _ => '{' };
        if (open.Count == 0 || open.Pop() != pair)
        {
            throw Refuse($"The SQL closes '{sql[at]}' that it did not open.");
        }

        Copy(1);
        previous = "";
    }

    private void SkipComment()
    {
        var end = sql.IndexOf("*/", at + 2, StringComparison.Ordinal);
        var isNested = end >= 0 && sql.AsSpan(at + 2, end - at - 2).Contains("/*", StringComparison.Ordinal);
        if (end < 0 || isNested || Next(2) is '!' or '+' || (Next(2) == 'M' && Next(3) == '!'))
        {
            throw Refuse("The SQL holds a comment that engines read differently.", "Leave the comment out.");
        }

        output.Append(' ');
        at = end + 2;
    }

    private void ReadString()
    {
        var start = at;
        if (lexicon.EscapeStrings && at > 0 && sql[at - 1] is 'e' or 'E' && (at < 2 || !IsWord(sql[at - 2])))
        {
            CopyEscapeString();
        }
        else
        {
            CopyQuoted('\'', "quote");
        }

        if (lexicon.RefusesBackslashes && sql.AsSpan(start, at - start).Contains('\\'))
        {
            throw Refuse("The SQL holds a '\\' inside quotes, which the engine may read as an escape.", "Write chr(92) in its place.");
        }

        if (sql.AsSpan(start, at - start).Contains("${", StringComparison.Ordinal))
        {
            throw Refuse("A ${…} stands inside quotes, where it is plain text.", "Write it without quotes: it is bound as a value.");
        }
    }

    private void CopyEscapeString()
    {
        CopyEscaped(at + 1, '\'');
        if (sql.AsSpan(at).TrimStart() is ['\'', ..] or ['-', '-', ..] or ['/', '*', ..])
        {
            throw Refuse("An E'…' string goes on in a second piece.", "Write it as one piece.");
        }
    }

    private void CopyEscaped(int from, char quote)
    {
        var end = from;
        while (end < sql.Length && sql[end] != quote)
        {
            end += sql[end] == '\\' ? 2 : 1;
        }

        if (end >= sql.Length)
        {
            throw Refuse("The SQL opens a quote and does not close it.");
        }

        Copy(end + 1 - at);
    }

    private void ReadDollar()
    {
        if (Next() == '{')
        {
            var end = sql.IndexOf('}', at);
            output.Append(bind(end < 0 ? throw Refuse("The SQL opens ${ and does not close it.") : sql[(at + 2)..end]));
            at = end + 1;
            return;
        }

        var follows = at > 0 && IsWord(sql[at - 1]);
        var tag = at + 1;
        while (tag < sql.Length && IsWord(sql[tag]))
        {
            tag++;
        }

        var isQuote = lexicon.DollarQuotes && !follows && tag < sql.Length && sql[tag] == '$' && !char.IsAsciiDigit(Next());
        if (!isQuote)
        {
            throw Refuse("The SQL holds a '$' outside quotes.", "Write ${partition.start}, ${partition.end} or ${now} for a parameter, and put names that hold '$' in quotes.");
        }

        CopyUntil(sql[at..(tag + 1)], tag + 1 - at, "dollar quote");
    }

    private static bool IsWord(char letter) => char.IsAsciiLetterOrDigit(letter) || letter is '_' or > '\x7f';
}
