namespace DataMonitor.Core.Definitions;

/// <summary>Where something stands in a file a user wrote.</summary>
/// <param name="File">Path as the user knows it, relative to the folder that was read: <c>checks/orders.yaml</c>.</param>
/// <param name="Line">1 or more; 0 when the whole file is meant.</param>
/// <param name="Column">1 or more; 0 when the whole line is meant.</param>
public readonly record struct Place(string File, int Line, int Column) : IComparable<Place>
{
    public static bool operator <(Place left, Place right) => left.CompareTo(right) < 0;

    public static bool operator >(Place left, Place right) => left.CompareTo(right) > 0;

    public static bool operator <=(Place left, Place right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Place left, Place right) => left.CompareTo(right) >= 0;

    /// <returns>Order of reading: file by ordinal comparison, then line, then column.</returns>
    public int CompareTo(Place other) => string.CompareOrdinal(File, other.File) switch
    {
        0 => (Line, Column).CompareTo((other.Line, other.Column)),
        var order => order,
    };

    public override string ToString() => (Line, Column) switch
    {
        (0, _) => File,
        (_, 0) => $"{File}:{Line}",
        _ => $"{File}:{Line}:{Column}",
    };
}
