namespace Tributary.Models;

/// <summary>The columns of the Wisconsin diagnostic breast cancer data: mean, standard error and largest of ten measures of cell nuclei.</summary>
internal static class BreastCancer
{
    private static readonly string[] s_measures =
    [
        "radius", "texture", "perimeter", "area", "smoothness", "compactness", "concavity", "concave points", "symmetry", "fractal dimension",
    ];

    public static IReadOnlyList<string> ClassNames { get; } = ["benign", "malignant"];

    public static IReadOnlyList<string> FeatureNames { get; } =
    [
        .. s_measures.Select(measure => $"mean {measure}"),
        .. s_measures.Select(measure => $"{measure} error"),
        .. s_measures.Select(measure => $"worst {measure}"),
    ];
}
