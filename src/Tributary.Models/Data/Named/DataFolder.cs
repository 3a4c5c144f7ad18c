namespace Tributary.Models;

/// <summary>Finds data by name: small sets that ship with the product, and public sets in a folder with one subfolder a set.</summary>
public sealed class DataFolder
{
    /// <summary>The environment variable that names the folder where none is given.</summary>
    public const string Variable = "TRIBUTARY_DATA";

    private readonly string? _path;

    /// <summary>Uses a folder, or the one that <see cref="Variable"/> names where null; shipped sets need none.</summary>
    public DataFolder(string? path = null) => _path = path ?? Environment.GetEnvironmentVariable(Variable);

    /// <summary>The sets that ship with the product.</summary>
    public static IReadOnlyList<string> Shipped { get; } = ["breast-cancer", "digits"];

    /// <summary>The sets that are looked for in the folder.</summary>
    public static IReadOnlyList<string> Known { get; } =
        ["adult", "breast-cancer-wisconsin", "fashion-mnist", "gutenberg", "heart-disease", "mnist", "optdigits", "tiny-shakespeare"];

    /// <summary>Those of them that are text.</summary>
    public static IReadOnlyList<string> Texts { get; } = ["gutenberg", "tiny-shakespeare"];

    /// <summary>Reads a set by its name.</summary>
    /// <exception cref="DataException">The name is unknown, the set is not in the folder, or a file of it is broken.</exception>
    public NamedDataset Open(string name) => name switch
    {
        "breast-cancer" => new NamedDataset(name, ShippedData.BreastCancer()),
        "digits" => new NamedDataset(name, ShippedData.Digits()),
        "adult" => KnownTables.Adult(Find(name)),
        "breast-cancer-wisconsin" => KnownTables.BreastCancerWisconsin(Find(name)),
        "fashion-mnist" => KnownImages.FashionMnist(Find(name)),
        "heart-disease" => KnownTables.HeartDisease(Find(name)),
        "mnist" => KnownImages.Mnist(Find(name)),
        "optdigits" => KnownImages.OpticalDigits(Find(name)),
        "gutenberg" or "tiny-shakespeare" => new NamedDataset(name, OpenText(name).EncodeCharacters()),
        _ => throw new DataException(
            $"There is no data set '{name}'. Shipped: {string.Join(", ", Shipped)}; in a data folder: {string.Join(", ", Known)}. "
            + "Your own files are read by their path."),
    };

    /// <summary>
    /// Reads a table by its name as whole rows, for generators: training rows, then test rows where its makers named some.
    /// </summary>
    /// <exception cref="DataException">The name is unknown or no table's, the set is not in the folder, or a file of it is
    /// broken.</exception>
    public IReadOnlyList<TableData> OpenTable(string name) => name switch
    {
        "adult" => KnownTables.AdultRows(Find(name)),
        "heart-disease" => [KnownTables.HeartRows(Find(name))],
        _ => throw new DataException(
            $"'{name}' cannot be read as whole rows. The tables are adult and heart-disease; your own files are read by their path."),
    };

    /// <summary>Reads a set of text by its name, before it is encoded.</summary>
    /// <exception cref="DataException">The name is unknown or no text's, the set is not in the folder, or its file is broken.</exception>
    public Corpus OpenText(string name) => name switch
    {
        "gutenberg" => KnownTexts.Gutenberg(Find(name)),
        "tiny-shakespeare" => KnownTexts.TinyShakespeare(Find(name)),
        _ => throw new DataException(
            $"There is no set of text '{name}'. There are {string.Join(" and ", Texts)}; your own files are read by their path."),
    };

    /// <summary>The path of a file: as it is where it is absolute, otherwise in the folder.</summary>
    /// <exception cref="DataException">The path is relative and no folder is named.</exception>
    public string PathOf(string file) =>
        Path.IsPathFullyQualified(file) ? file
        : !string.IsNullOrEmpty(_path) ? Path.Combine(_path, file)
        : throw new DataException(
            $"The path '{file}' is relative to the data folder and no data folder is named. "
            + $"Name the folder with --data or the environment variable {Variable}, or give the whole path.");

    private string Find(string name)
    {
        if (string.IsNullOrEmpty(_path))
            throw new DataException(
                $"The data set '{name}' does not ship with the product and no data folder is named. "
                + $"Name the folder that holds '{name}' with --data or the environment variable {Variable}.");
        string folder = Path.Combine(_path, name);
        return Directory.Exists(folder)
            ? folder
            : throw new DataException(
                $"The data set '{name}' is not in the data folder: there is no '{Path.GetFullPath(folder)}'. "
                + $"Put it there, or name another folder with --data or the environment variable {Variable}.");
    }
}
