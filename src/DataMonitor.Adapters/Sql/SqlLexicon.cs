namespace DataMonitor.Adapters.Sql;

/// <summary>How an engine reads the text of a statement.</summary>
/// <param name="EscapeStrings"><c>E'it\'s'</c>.</param>
/// <param name="DollarQuotes"><c>$tag$…$tag$</c>.</param>
/// <param name="OtherQuotes"><c>[name]</c> and <c>`name`</c>.</param>
/// <param name="ParameterMarks">Characters that begin a parameter outside quotes.</param>
internal sealed record SqlLexicon(bool EscapeStrings, bool DollarQuotes, bool OtherQuotes, string ParameterMarks);
