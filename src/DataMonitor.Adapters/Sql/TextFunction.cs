namespace DataMonitor.Adapters.Sql;

/// <summary>What engines can tell about a text, each in its own words.</summary>
internal enum TextFunction
{
    /// <summary>The place of the text, one character, in <c>0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ</c>: 1 to 36, 0 when it is none of these or empty. Capitals and small letters differ.</summary>
    Place,

    /// <summary>A condition: the text is JSON (RFC 8259).</summary>
    IsJson,
}
