namespace Tributary.Models;

/// <summary>The image sets that a data folder may hold, under the names of their files at the source.</summary>
internal static class KnownImages
{
    private static readonly string[] _digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    // H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST. arXiv:1708.07747, table 2.
    private static readonly string[] _garments =
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"];

    public static NamedDataset Mnist(string folder) => Read("mnist", folder, _digits);

    public static NamedDataset FashionMnist(string folder) => Read("fashion-mnist", folder, _garments);

    public static NamedDataset OpticalDigits(string folder)
    {
        return new NamedDataset("optdigits", Part("tra"), Part("tes"));

        LabelledData Part(string part)
        {
            string path = DataFile.PackedOrNot(folder, $"optdigits.{part}");
            return PixelTable.Parse(DataFile.ReadText(path), path);
        }
    }

    private static NamedDataset Read(string name, string folder, string[] classNames)
    {
        return new NamedDataset(name, Part("train"), Part("t10k"));

        LabelledData Part(string part) => IdxFile.Read(
            DataFile.PackedOrNot(folder, $"{part}-images-idx3-ubyte"),
            DataFile.PackedOrNot(folder, $"{part}-labels-idx1-ubyte"),
            classNames);
    }
}
