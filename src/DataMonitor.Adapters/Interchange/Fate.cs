namespace DataMonitor.Adapters.Interchange;

/// <summary>What became of something in a file of another format.</summary>
internal enum Fate
{
    /// <summary>It means the same here.</summary>
    Carried,

    /// <summary>Something close stands in its place; the report says what differs.</summary>
    Changed,

    /// <summary>It is not in the result; the report says why, and what to do instead.</summary>
    LeftOut,
}
