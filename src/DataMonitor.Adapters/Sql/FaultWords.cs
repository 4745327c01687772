using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;
using DataMonitor.Core.Reconciliation;

namespace DataMonitor.Adapters.Sql;

/// <summary>Says a fault of a statement to people, without a word of the driver.</summary>
internal static class FaultWords
{
    /// <param name="request"><see langword="null"/> when the frame alone failed: table, partition, filter of the dataset.</param>
    /// <param name="columns">Names of the relation's columns, empty when unknown.</param>
    public static MeasureError Of(SqlFault fault, AggregateRequest? request, SqlFrame frame, TimeSpan timeout, IReadOnlyCollection<string> columns)
    {
        var relation = frame.RelationName;
        return fault.Kind switch
        {
            SqlFaultKind.MissingColumn => MissingColumn(fault, request, frame, columns),
            SqlFaultKind.MissingTable when frame.Relation is FilesObject => new($"No file matches '{relation}'.", "Correct the name of the dataset, or look why the files are not there."),
            SqlFaultKind.Unreadable => new($"The files '{relation}' cannot be read as what their name says.", "Look whether a file is damaged, half written or of another format."),
            SqlFaultKind.MissingTable => request?.Aggregate is Orphans orphans && columns.Count > 0
                ? new($"The reference '{SqlFrame.NameOf(orphans.Reference)}' does not exist.", "Name an existing table in 'in:'.")
                : columns.Count > 0
                    ? new($"The SQL names the table {Quoted(fault.Name)}, which does not exist.", "Name an existing table, with its schema.")
                    : new($"The table '{relation}' does not exist.", "Create it, or correct the name of the dataset, schema included."),
            SqlFaultKind.WrongType => WrongType(request, frame),
            SqlFaultKind.Denied => new($"The user of the source may not read {relation}.", "Grant SELECT on it to that user."),
            SqlFaultKind.DivisionByZero => new("The SQL divides by zero.", "Guard the divisor: a / nullif(b, 0)."),
            SqlFaultKind.OutOfRange => new($"A number became too large for its type{In(request)}.", "Cast to a wider type in a 'metric' check."),
            SqlFaultKind.BadValue => new($"A value cannot be read as the type that the SQL asks for{In(request)}.", "Leave such rows out with 'where', or cast with care."),
            SqlFaultKind.BadRegex => new("The engine does not understand the regular expression.", "Use the portable subset: classes, groups, alternatives, quantifiers and anchors."),
            SqlFaultKind.BadSyntax when request is not null && LooksAtJson(request) => new("This version of the engine cannot tell whether a text is JSON.", "PostgreSQL can from version 16 on; on older ones use a 'rows' check of your own."),
            SqlFaultKind.BadSyntax => new(
                $"The engine does not understand the SQL{(fault.Name is null ? "" : $" near {Quoted(fault.Name)}")}.",
                request?.Aggregate is OwnExpression ? "Write an aggregate expression, such as sum(a) / count(*)." : "Try it in a client of the database, then copy it here."),
            SqlFaultKind.ManyRows => new("The SQL gives a value for each row instead of one.", "Write an aggregate expression, such as sum(amount)."),
            SqlFaultKind.NotReadOnly => new("The SQL would change data or state, which is refused.", "Write a SELECT that only reads."),
            SqlFaultKind.OutOfResources => new("The engine ran out of memory or another resource.", "Narrow the check with 'where' or 'partition', or give the engine more."),
            SqlFaultKind.Timeout => new($"No answer within {Words(timeout)}.", "Raise 'limits: timeout', narrow the check with 'where' or 'partition', or add an index."),
            SqlFaultKind.Locked => new($"Another session keeps {relation} locked for longer than {Words(SqlEngine.Grace)}.", "Wait for it to end; schedule checks apart from schema changes."),
            SqlFaultKind.Cancelled => new("An administrator of the database cancelled the statement.", "Ask why; the next run tries again."),
            _ => new($"The engine refused the statement (code {fault.Code}).", "Look the code up in the documentation of the engine; 'monitor plan --sql' prints the statement."),
        };
    }

    /// <returns>Columns that a request names by itself.</returns>
    public static IEnumerable<string> ColumnsOf(AggregateRequest request) => request.Aggregate switch
    {
        MatchCount match => ColumnsOf(match.Predicate),
        Minimum(var column) => [column],
        Maximum(var column) => [column],
        Sum(var column) => [column],
        Mean(var column) => [column],
        StandardDeviation(var column) => [column],
        Newest(var column) => [column],
        Oldest(var column) => [column],
        LongestDelay(var column, var since) => [column, since],
        Correlation(var column, var other) => [column, other],
        OutOfOrder order => [order.Column, order.By],
        LongestText(var column) => [column],
        ShortestText(var column) => [column],
        Quantile quantile => [quantile.Column],
        BracketCounts bracket => [bracket.Column],
        Distinctness keys => keys.Columns,
        Orphans orphans => [orphans.Column],
        TopValues top => [top.Column],
        MeanLength(var column) => [column],
        KeyMinima(var column) => [column],
        HistogramCounts histogram => [histogram.Column],
        ValueSample sample => sample.Columns.Select(column => column.Column),
        RowSample sample => sample.Columns,
        RowChecksums sums => ColumnsOf(sums.Rows),
        RowHashes hashes => ColumnsOf(hashes.Rows),
        _ => [],
    };

    private static IEnumerable<string> ColumnsOf(RowIdentity identity) => identity.Key.Concat(identity.Columns).Select(column => column.Name);

    private static IEnumerable<string> ColumnsOf(RowPredicate predicate) => predicate switch
    {
        IsMissing(var column) => [column],
        IsOneOf one => [one.Column],
        IsMatch match => [match.Column],
        IsInRange range => [range.Column],
        HasLength length => [length.Column],
        IsLaterBy late => [late.Column, late.Since],
        IsNotInFuture(var column) => [column],
        HasCheckDigits digits => [digits.Column],
        IsJson(var column) => [column],
        Not not => ColumnsOf(not.Predicate),
        AllOf all => all.Predicates.SelectMany(ColumnsOf),
        AnyOf any => any.Predicates.SelectMany(ColumnsOf),
        _ => [],
    };

    private static bool LooksAtJson(AggregateRequest request) => request.Aggregate is MatchCount match && LooksAtJson(match.Predicate);

    private static bool LooksAtJson(RowPredicate predicate) => predicate switch
    {
        IsJson => true,
        Not not => LooksAtJson(not.Predicate),
        AllOf all => all.Predicates.Any(LooksAtJson),
        AnyOf any => any.Predicates.Any(LooksAtJson),
        _ => false,
    };

    private static MeasureError MissingColumn(SqlFault fault, AggregateRequest? request, SqlFrame frame, IReadOnlyCollection<string> columns)
    {
        string[] named = [.. request is null ? [] : ColumnsOf(request), .. frame.Window is { } window ? new[] { window.Column } : []];
        if (columns.Count > 0 && named.FirstOrDefault(name => !columns.Contains(name, StringComparer.Ordinal)) is { } missing)
        {
            return new($"Column '{missing}' does not exist in {frame.RelationName}.", Sentences.Suggest(missing, columns));
        }

        if (request?.Aggregate is Orphans orphans && fault.Name is null or "r" || (fault.Name is { } at && request?.Aggregate is Orphans own && at.EndsWith(own.ReferenceColumn, StringComparison.Ordinal)))
        {
            var reference = (Orphans)request!.Aggregate;
            return new($"Column '{reference.ReferenceColumn}' does not exist in {SqlFrame.NameOf(reference.Reference)}.", "Name an existing column after the table in 'in:'.");
        }

        return fault.Name is { } name
            ? new($"The SQL names the column '{name}', which does not exist in {frame.RelationName}.", columns.Count > 0 ? Sentences.Suggest(name, columns) : "Correct the name.")
            : new($"The SQL names a column that does not exist in {frame.RelationName}.", columns.Count > 0 ? $"Known here: {Sentences.AnyOf(columns)}." : "Correct the name.");
    }

    private static MeasureError WrongType(AggregateRequest? request, SqlFrame frame) => request?.Aggregate switch
    {
        Minimum or Maximum or Sum or Mean or StandardDeviation or Quantile or BracketCounts or HistogramCounts or Correlation or OutOfOrder =>
            new($"Column '{ColumnsOf(request).First()}' of {frame.RelationName} does not hold numbers.", "Choose a number column, or cast it in a 'metric' check."),
        Newest or Oldest or LongestDelay => new($"Column '{string.Join("' or '", ColumnsOf(request))}' of {frame.RelationName} does not hold instants or dates.", "Choose a timestamp or date column."),
        Orphans orphans => new($"Column '{orphans.Column}' cannot be compared with '{orphans.ReferenceColumn}': their types differ.", "Compare columns of one type, or cast in a query."),
        null when frame.Window is { } window => new($"The partition column '{window.Column}' of {frame.RelationName} does not hold instants or dates, or the filter mixes types.", "Choose a timestamp or date column for 'partition'."),
        _ when request is not null && ColumnsOf(request).FirstOrDefault() is { } column => new($"The type of column '{column}' does not fit the check.", "Choose another column, or cast it in an expression of your own."),
        _ => new("The SQL mixes types that the engine cannot compare or compute with.", "Cast one side: cast(column as text)."),
    };

    private static string In(AggregateRequest? request) => request is not null && ColumnsOf(request).FirstOrDefault() is { } column ? $" in column '{column}'" : "";

    private static string Quoted(string? name) => name is null ? "of another name" : $"'{name}'";

    internal static string Words(TimeSpan time) => time.TotalSeconds < 120 ? $"{time.TotalSeconds:0.#} s" : $"{time.TotalMinutes:0.#} min";
}
