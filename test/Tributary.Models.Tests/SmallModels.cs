namespace Tributary.Models.Tests;

/// <summary>Every architecture in its smallest useful size, with data it can learn.</summary>
internal static class SmallModels
{
    public static IReadOnlyDictionary<string, (IArchitecture Architecture, Dataset Data)> All { get; } =
        new SortedDictionary<string, (IArchitecture, Dataset)>(StringComparer.Ordinal)
        {
            ["logistic"] = (new LogisticRegression(), SmallData.Rows()),
            ["mlp"] = (new Mlp { Hidden = [8] }, SmallData.Rows()),
            ["cnn"] = (new ConvNet { Channels = [4, 4], Kernel = 3, Hidden = 8 }, SmallData.Images()),
            ["gpt"] = (
                new Gpt { Layers = 2, Heads = 2, Width = 16, Context = 4 },
                SmallData.Text(string.Concat(Enumerable.Repeat("abcdefghi", 9)))),
            ["flow"] = (new FlowTransformer { Layers = 1, Heads = 2, Width = 16 }, SmallData.Images()),
            ["diffusion"] = (
                new FlowTransformer { Layers = 1, Heads = 2, Width = 16, Objective = ImageObjective.Diffusion }, SmallData.Images()),
        };

    public static (Model Model, Dataset Data) Make(string name, int capacity) =>
        (SmallData.Build(All[name].Architecture, All[name].Data, capacity), All[name].Data);
}
