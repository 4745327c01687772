using DataMonitor.Core.Definitions;
using DataMonitor.Core.Planning;

namespace DataMonitor.Adapters.Sql;

/// <summary>What an engine knows about its relations without reading them, and what it may be told before it reads.</summary>
internal abstract class SqlCatalog
{
    /// <summary>Whether the engine reads text as a number, and numbers as dates, instead of refusing: then types are looked up before anything is measured.</summary>
    public virtual bool ConvertsSilently => false;

    /// <returns>A query for the columns of a table: name, native type, whether it is nullable (true, false, or NULL where nothing is declared, as in a view), in order; <see langword="null"/> to describe a query instead.</returns>
    public abstract SqlText? ColumnsOf(DatasetObject relation);

    /// <summary>A query for at most <c>MostObjects + 1</c> tables and views of users: schema (NULL where there is none), name, and the schema that an unqualified name means; ordered. <see langword="null"/> where the engine has no tables and lists by itself.</summary>
    public virtual SqlText? Relations => null;

    public abstract ColumnType TypeOf(string nativeType);

    /// <returns>A query for the number of rows as the engine's statistics have it, or <see langword="null"/>.</returns>
    public virtual SqlText? EstimatedRows(DatasetObject relation) => null;

    /// <returns>A query for the columns by which rows of a table cannot repeat at any moment: one row for each column of each unique key, with the key and the column, NULL for what is no plain column; <see langword="null"/> where the engine enforces no keys, or none are known.</returns>
    /// <remarks>A key that is partial, not yet valid, deferred, or finer than the column's own equality is no such key.</remarks>
    public virtual SqlText? UniqueKeysOf(DatasetObject relation) => null;

    /// <returns>A query that grants memory for so many sorts at once, each of at most so many rows, to the rest of the transaction, or <see langword="null"/>.</returns>
    public virtual SqlText? MemoryFor(long rows, int sorts) => null;

    /// <returns>A FROM clause that reads about this share of a table's blocks, or <see langword="null"/> where the engine has none or needs none.</returns>
    /// <remarks>An engine that has one also has <c>percentile_disc</c>, <c>WITH … AS MATERIALIZED</c> and <c>LIMIT … OFFSET</c>: see <see cref="GuidedQuantiles"/>.</remarks>
    public virtual string? Sample(string relation, double share) => null;

    /// <returns>The statement so that it is understood and planned but not run.</returns>
    public virtual SqlText Explain(SqlText statement) => statement with { Sql = "EXPLAIN " + statement.Sql };
}
