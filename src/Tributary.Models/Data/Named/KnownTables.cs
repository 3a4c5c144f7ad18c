namespace Tributary.Models;

/// <summary>The tables that a data folder may hold, under the names of their files at the source, with the usual preparation.</summary>
internal static class KnownTables
{
    private static readonly string[] _hospitals = ["cleveland", "hungarian", "switzerland", "va"];

    private static readonly CsvOptions _adult = new()
    {
        Columns =
        [
            "age", "workclass", "fnlwgt", "education", "education-num", "marital-status", "occupation", "relationship",
            "race", "sex", "capital-gain", "capital-loss", "hours-per-week", "native-country", "income",
        ],
        Label = "income",
        LabelSuffix = ".",
        Classes = ["<=50K", ">50K"],
        Comment = '|',
        Missing = MissingValues.DropRow,
        Key = "occupation",
    };

    // The rule of FLamby (du Terrail et al., NeurIPS 2022): columns that whole hospitals lack go, then rows with missing cells.
    private static readonly CsvOptions _heart = new()
    {
        Columns = ["age", "sex", "cp", "trestbps", "chol", "fbs", "restecg", "thalach", "exang", "oldpeak", "slope", "ca", "thal", "num"],
        Label = "num",
        LabelThreshold = 0,
        ClassNames = ["healthy", "diseased"],
        Drop = ["slope", "ca", "thal"],
        Categorical = ["cp", "restecg"],
        DropFirstLevel = true,
        Missing = MissingValues.DropRow,
    };

    // Said by the makers in adult.names and by what the census could record; no row was asked.
    private static readonly Dictionary<string, ColumnBounds> _adultBounds = new()
    {
        ["age"] = new(17, 90),
        ["fnlwgt"] = new(10_000, 1_500_000),
        ["education-num"] = new(1, 16),
        ["capital-gain"] = new(0, 99_999),
        ["capital-loss"] = new(0, 5_000),
        ["hours-per-week"] = new(1, 99),
    };

    // What is possible for a living adult; oldpeak is a depression of the ST segment in millimetres.
    private static readonly Dictionary<string, ColumnBounds> _heartBounds = new()
    {
        ["age"] = new(18, 100),
        ["trestbps"] = new(0, 250),
        ["chol"] = new(0, 700),
        ["thalach"] = new(40, 230),
        ["oldpeak"] = new(-4, 8),
    };

    /// <summary>Whole rows of the census, with missing cells as they are; every row has its occupation for a key.</summary>
    public static IReadOnlyList<TableData> AdultRows(string folder) => TableFile.ReadParts(
        [(DataFile.PackedOrNot(folder, "adult.data"), null), (DataFile.PackedOrNot(folder, "adult.test"), null)], _adult, _adultBounds);

    /// <summary>Whole rows of four hospitals, with missing cells as they are; every row has its hospital for a key.</summary>
    public static TableData HeartRows(string folder) => TableData.Concat(TableFile.ReadParts(
        [.. _hospitals.Select(hospital => (DataFile.PackedOrNot(folder, $"processed.{hospital}.data"), (string?)hospital))],
        _heart with
        {
            Drop = [],
            Categorical = ["sex", "cp", "fbs", "restecg", "exang", "slope", "ca", "thal"],
        },
        _heartBounds));

    /// <summary>Census income: is it above 50,000 dollars? Every row has its occupation for a key.</summary>
    public static NamedDataset Adult(string folder)
    {
        IReadOnlyList<LabelledData> parts = CsvFile.ReadParts(
            [DataFile.PackedOrNot(folder, "adult.data"), DataFile.PackedOrNot(folder, "adult.test")], _adult);
        return new NamedDataset("adult", parts[0], parts[1]);
    }

    /// <summary>Heart disease in four hospitals, 13 features; every row has its hospital for a key.</summary>
    public static NamedDataset HeartDisease(string folder)
    {
        var files = _hospitals.Select(hospital => (DataFile.PackedOrNot(folder, $"processed.{hospital}.data"), hospital));
        return new NamedDataset("heart-disease", CsvFile.ReadKeyed([.. files], _heart));
    }

    /// <summary>Wisconsin diagnostic breast cancer, 30 features: is it malignant?</summary>
    public static NamedDataset BreastCancerWisconsin(string folder) => new("breast-cancer-wisconsin", CsvFile.Read(
        DataFile.PackedOrNot(folder, "wdbc.data"),
        new CsvOptions
        {
            Columns = ["id", "diagnosis", .. BreastCancer.FeatureNames],
            Label = "diagnosis",
            Classes = ["B", "M"],
            ClassNames = BreastCancer.ClassNames,
            Drop = ["id"],
            Numeric = BreastCancer.FeatureNames,
        }));
}
