namespace Tributary.Storage;

/// <summary>Does operations in one transaction, each all or nothing.</summary>
internal sealed class Transaction(Connection connection)
{
    private bool _durable = true; // as the schema has set the connection up

    public Connection Connection => connection;

    /// <summary>Does the operations and commits; one that is refused (a wrong version) has its error, and the others go on.</summary>
    /// <returns>Null, or why the store failed; then none of the operations has been done.</returns>
    public StorageException? Try(IReadOnlyList<WriteOperation> operations)
    {
        try
        {
            Begin(operations.Any(operation => operation.Durable));
            foreach (WriteOperation operation in operations) Do(operation);
            Run("COMMIT");
        }
        catch (StorageException failure)
        {
            Abandon();
            return failure;
        }
        return null;
    }

    /// <summary>Begins; without durability a commit does not wait for the disk, but is in the operating system's hands.</summary>
    private void Begin(bool durable)
    {
        if (durable != _durable)
        {
            connection.Execute(durable ? "PRAGMA synchronous=FULL" : "PRAGMA synchronous=NORMAL");
            _durable = durable;
        }
        Run("BEGIN IMMEDIATE");
    }

    private void Do(WriteOperation operation)
    {
        operation.Error = null;
        Run("SAVEPOINT operation");
        try
        {
            operation.Run(connection);
        }
        catch (Exception e) when (e is not StorageException)
        {
            operation.Error = e;
            Run("ROLLBACK TO operation");
        }
        Run("RELEASE operation");
    }

    private void Abandon()
    {
        try
        {
            if (connection.InTransaction) Run("ROLLBACK");
        }
        catch (StorageException) when (!connection.InTransaction)
        {
            // SQLite has ended the transaction by itself.
        }
    }

    private void Run(string sql)
    {
        using Statement statement = connection.Prepare(sql);
        statement.Run();
    }
}
