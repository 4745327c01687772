using System.Text.RegularExpressions;
using DataMonitor.Core.Planning;
using Microsoft.Data.Sqlite;

namespace DataMonitor.Adapters.Sql;

/// <summary>What the errors of SQLite mean. It has one code for most of them, but its texts are fixed and English.</summary>
internal static partial class SqliteFaults
{
    /// <summary>SQLITE_MISMATCH, raised by our own functions for a value that they cannot take.</summary>
    public const int Mismatch = 20;

    /// <summary>SQLITE_RANGE, raised by our own function for a regular expression that .NET cannot take.</summary>
    public const int Range = 25;

    public static bool IsOfStatement(SqliteException error) => error.SqliteErrorCode is 1 or 3 or 5 or 6 or 7 or 8 or 9 or 18 or 19 or Mismatch or 21 or 23 or Range;

    public static SqlFault Of(SqliteException error)
    {
        var text = Known().Match(error.Message);
        var (kind, name) = error.SqliteErrorCode switch
        {
            1 when text.Groups["column"] is { Success: true, Value: var column } => (SqlFaultKind.MissingColumn, column),
            1 when text.Groups["table"] is { Success: true, Value: var table } => (SqlFaultKind.MissingTable, table),
            1 when text.Groups["near"] is { Success: true, Value: var near } => (SqlFaultKind.BadSyntax, near),
            1 when text.Groups["overflow"].Success => (SqlFaultKind.OutOfRange, null),
            1 => (SqlFaultKind.BadSyntax, (string?)null),
            3 or 23 => (SqlFaultKind.Denied, null),
            5 or 6 => (SqlFaultKind.Locked, null),
            7 or 18 => (SqlFaultKind.OutOfResources, null),
            8 => (SqlFaultKind.NotReadOnly, null),
            9 => (SqlFaultKind.Timeout, null),
            Mismatch => (SqlFaultKind.WrongType, null),
            Range => (SqlFaultKind.BadRegex, null),
            _ => (SqlFaultKind.Other, null),
        };
        return new(kind, error.SqliteErrorCode.ToString(System.Globalization.CultureInfo.InvariantCulture), name);
    }

    public static SourceException OfSource(SqliteException error, string source) => error.SqliteErrorCode switch
    {
        5 or 6 => new(source, "is locked by a writer", "Wait; journal mode WAL lets readers and a writer work at once.", isTransient: true, error),
        14 => new(source, "cannot be opened", "Let the daemon's user read the file; in WAL mode also write to its folder.", isTransient: false, error),
        11 or 26 => new(source, "is damaged or no SQLite database", "Check the file with 'PRAGMA integrity_check', or correct 'path' in checks/sources.yaml.", isTransient: false, error),
        10 => new(source, "cannot be read from its disk", "Look at the disk or network share.", isTransient: true, error),
        _ => new(source, $"cannot be read (SQLite code {error.SqliteErrorCode})", "Look the code up in SQLite's documentation.", isTransient: false, error),
    };

    [GeneratedRegex("""no such column: "?(?<column>[^"']+?)"?( - should|'\.$|$)|no such table: (?<table>[^']+)'|near "(?<near>[^"]+)"|(?<overflow>integer overflow)""", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Known();
}
