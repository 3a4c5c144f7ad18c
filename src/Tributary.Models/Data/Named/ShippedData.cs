namespace Tributary.Models;

/// <summary>The sets inside the product; Data/Shipped/ATTRIBUTION.md says whose they are.</summary>
internal static class ShippedData
{
    public static LabelledData Digits() => PixelTable.Parse(Text("digits.csv.gz"), "digits.csv.gz");

    public static LabelledData BreastCancer()
    {
        const string Name = "breast_cancer.csv";
        var options = new CsvOptions
        {
            Columns = [.. Models.BreastCancer.FeatureNames, "diagnosis"],
            Label = "diagnosis",
            // The file counts malignant as 0; the class of interest is 1 here, as in the other copy.
            Classes = ["1", "0"],
            ClassNames = Models.BreastCancer.ClassNames,
            Numeric = Models.BreastCancer.FeatureNames,
        };
        string text = Text(Name);
        return CsvFile.Parse(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..], Name, options);
    }

    private static string Text(string name)
    {
        using Stream content = typeof(ShippedData).Assembly.GetManifestResourceStream(name)
            ?? throw new DataException($"'{name}' is missing from this build. Build the product again.");
        return DataFile.Decode(DataFile.ReadBytes(content, name), name);
    }
}
