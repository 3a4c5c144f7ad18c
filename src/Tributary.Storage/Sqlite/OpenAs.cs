namespace Tributary.Storage;

/// <summary>What a connection is opened for.</summary>
internal enum OpenAs
{
    /// <summary>Reading and writing; the file is created where there is none.</summary>
    Writer,

    /// <summary>Reading a file that exists.</summary>
    Reader,
}
