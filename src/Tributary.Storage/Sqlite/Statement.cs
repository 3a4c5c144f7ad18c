using SQLitePCL;

namespace Tributary.Storage;

/// <summary>A compiled statement; parameters count from one and columns from zero, as in SQLite.</summary>
internal sealed class Statement(Connection connection, sqlite3_stmt compiled) : IDisposable
{
    public Statement Bind(int parameter, long value)
    {
        connection.Check(raw.sqlite3_bind_int64(compiled, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, string value)
    {
        connection.Check(raw.sqlite3_bind_text(compiled, parameter, value));
        return this;
    }

    /// <summary>Binds text that is UTF-8 already.</summary>
    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        connection.Check(raw.sqlite3_bind_text(compiled, parameter, utf8));
        return this;
    }

    public Statement BindBytes(int parameter, ReadOnlySpan<byte> bytes)
    {
        connection.Check(raw.sqlite3_bind_blob(compiled, parameter, bytes));
        return this;
    }

    /// <summary>Goes to the next row; false where there is none.</summary>
    public bool Step()
    {
        int code = raw.sqlite3_step(compiled);
        connection.Check(code);
        return code == raw.SQLITE_ROW;
    }

    public void Run()
    {
        while (Step())
        {
        }
    }

    public long Number(int column) => raw.sqlite3_column_int64(compiled, column);

    public string Text(int column) => raw.sqlite3_column_text(compiled, column).utf8_to_string();

    /// <summary>A blob's or a text's bytes as they are stored; they last until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(compiled, column);

    /// <summary>Ends this use. The code of a failed step is repeated here, and has been thrown already.</summary>
    public void Dispose()
    {
        raw.sqlite3_reset(compiled);
        raw.sqlite3_clear_bindings(compiled);
    }

    public void Close() => compiled.Dispose();
}
