using Tributary.Tensors;

namespace Tributary.Models.Tests;

public sealed class ArchitectureOptionTests
{
    public static TheoryData<string, Func<IArchitecture>> Impossible => new()
    {
        { nameof(Mlp.Hidden), () => new Mlp { Hidden = [8, 0] } },
        { nameof(ConvNet.Channels), () => new ConvNet { Channels = [-1] } },
        { nameof(ConvNet.Kernel), () => new ConvNet { Kernel = 0 } },
        { nameof(ConvNet.Hidden), () => new ConvNet { Hidden = 0 } },
        { nameof(Gpt.Layers), () => new Gpt { Layers = 0 } },
        { nameof(Gpt.Heads), () => new Gpt { Heads = -4 } },
        { nameof(Gpt.Width), () => new Gpt { Width = 0 } },
        { nameof(Gpt.Context), () => new Gpt { Context = 0 } },
        { nameof(Gpt.Dropout), () => new Gpt { Dropout = 1 } },
        { nameof(FlowTransformer.Patch), () => new FlowTransformer { Patch = 0 } },
        { nameof(FlowTransformer.Patch), () => new FlowTransformer { Patch = -2 } },
        { nameof(FlowTransformer.Layers), () => new FlowTransformer { Layers = -1 } },
        { nameof(FlowTransformer.Heads), () => new FlowTransformer { Heads = 0 } },
        { nameof(FlowTransformer.Width), () => new FlowTransformer { Width = 0 } },
        { nameof(FlowTransformer.HideClass), () => new FlowTransformer { HideClass = double.NaN } },
        { nameof(FlowTransformer.Average), () => new FlowTransformer { Average = 1 } },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void An_impossible_option_is_refused_by_its_name(string option, Func<IArchitecture> make) =>
        Assert.Equal(option, Assert.Throws<ArgumentOutOfRangeException>(make).ParamName);

    public static TheoryData<string, IArchitecture, Dataset> Misfits => new()
    {
        { "at least two classes", new Mlp(), SmallData.Text("abc") },
        { "text", new Gpt(), SmallData.Rows() },
        { "images", new ConvNet(), SmallData.Rows() },
        { "images", new FlowTransformer(), SmallData.Rows() },
        { "images", new FlowTransformer(), SmallData.Text("abc") },
        { "leave nothing", new ConvNet { Channels = [2, 2, 2] }, SmallData.Images() },
        { "do not tile", new FlowTransformer { Patch = 3 }, SmallData.Images() },
        { "at least two classes", new LogisticRegression(), SmallData.Images(classes: 1) },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void A_model_that_cannot_learn_from_the_data_says_why(string word, IArchitecture architecture, Dataset data) =>
        Assert.Contains(word, Assert.Throws<DataException>(() => SmallData.Build(architecture, data, 1)).Message, StringComparison.Ordinal);

    public static TheoryData<IArchitecture, Dataset> Shapes => new()
    {
        { new Gpt { Heads = 3, Width = 8 }, SmallData.Letters() },
        { new FlowTransformer { Heads = 3, Width = 8 }, SmallData.Images() },
        { new FlowTransformer { Heads = 1, Width = 7 }, SmallData.Images() },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sizes_that_do_not_fit_each_other_are_refused(IArchitecture architecture, Dataset data) =>
        Assert.Throws<TensorException>(() => SmallData.Build(architecture, data, 1));
}
