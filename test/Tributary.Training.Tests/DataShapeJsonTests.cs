using System.Text.Json;
using Tributary.Models;
using Tributary.Models.Tests;

namespace Tributary.Training.Tests;

public sealed class DataShapeJsonTests
{
    public static TheoryData<DataShape> Shapes => new()
    {
        DataShape.Of(SmallData.Images()),
        DataShape.Of(SmallData.Rows(), normalize: true),
        DataShape.Of(SmallData.Text("To be, or not to be: \"that\"\n\u00e4\U0001F600")),
        DataShape.Of(new TextData(Vocabulary.Bytes, [1, 2, 3], new TextDocument("all", 0, 3))),
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Comes_back_as_it_was_written(DataShape shape)
    {
        string json = JsonSerializer.Serialize(shape, TrainingJson.Default.DataShape);
        DataShape again = JsonSerializer.Deserialize(json, TrainingJson.Default.DataShape)!;
        Assert.Equal(shape.Features, again.Features);
        Assert.Equal(shape.FeatureNames, again.FeatureNames);
        Assert.Equal(shape.ClassNames, again.ClassNames);
        Assert.Equal(
            (shape.Classes, shape.VocabularySize, shape.Characters, shape.Normalize),
            (again.Classes, again.VocabularySize, again.Characters, again.Normalize));
        Assert.Equal(((Vocabulary)shape.Tokenizer()).Characters, ((Vocabulary)again.Tokenizer()).Characters);
        Assert.Equal(shape.Tokenizer().VocabularySize, shape.VocabularySize == 0 ? 256 : shape.VocabularySize);
    }
}
