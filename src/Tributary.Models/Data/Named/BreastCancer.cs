namespace Tributary.Models;

/// <summary>
/// The columns of the Wisconsin diagnostic breast cancer data: mean, standard error and largest of ten measures of cell nuclei.
/// </summary>
internal static class BreastCancer
{
    private static readonly string[] _measures =
    [
        "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry",
        "fractal dimension",
    ];

    public static IReadOnlyList<string> ClassNames { get; } = ["benign", "malignant"];

    public static IReadOnlyList<string> FeatureNames { get; } =
    [
        .. _measures.Select(measure => $"mean {measure}"),
        .. _measures.Select(measure => $"{measure} error"),
        .. _measures.Select(measure => $"worst {measure}"),
    ];
}
