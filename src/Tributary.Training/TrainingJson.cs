using System.Text.Json.Serialization;
using Tributary.Core;
using Tributary.Models;

namespace Tributary.Training;

/// <summary>Source-generated JSON of the parts that this library adds to jobs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    IgnoreReadOnlyProperties = true,
    Converters = [typeof(KebabCaseEnum<TextKeys>), typeof(KebabCaseEnum<MissingValues>), typeof(KebabCaseEnum<GptPositions>),
        typeof(KebabCaseEnum<GptNorm>), typeof(KebabCaseEnum<GptActivation>),
        typeof(KebabCaseEnum<AdapterFactors>), typeof(KebabCaseEnum<ConvNetActivation>),
        typeof(KebabCaseEnum<ImageObjective>), typeof(KebabCaseEnum<NoiseSchedule>)])]
[JsonSerializable(typeof(DataShape))]
[JsonSerializable(typeof(TableShape))]
[JsonSerializable(typeof(NoOptions))]
[JsonSerializable(typeof(IdxSource))]
[JsonSerializable(typeof(CsvSource))]
[JsonSerializable(typeof(TableSource))]
[JsonSerializable(typeof(SiteTable))]
[JsonSerializable(typeof(TextSource))]
[JsonSerializable(typeof(GutenbergSource))]
[JsonSerializable(typeof(ShakespeareSource))]
[JsonSerializable(typeof(CharacterTokens))]
[JsonSerializable(typeof(ByteTokens))]
[JsonSerializable(typeof(LearntTokens))]
[JsonSerializable(typeof(TokenizerFile))]
[JsonSerializable(typeof(IidPartition))]
[JsonSerializable(typeof(ShardPartition))]
[JsonSerializable(typeof(DirichletPartition))]
[JsonSerializable(typeof(SizesPartition))]
[JsonSerializable(typeof(LogisticRegression))]
[JsonSerializable(typeof(Mlp))]
[JsonSerializable(typeof(ConvNet))]
[JsonSerializable(typeof(Gpt))]
[JsonSerializable(typeof(FlowTransformer))]
[JsonSerializable(typeof(DpMerf))]
[JsonSerializable(typeof(Mst))]
[JsonSerializable(typeof(Copula))]
[JsonSerializable(typeof(Aim))]
[JsonSerializable(typeof(Tvae))]
public sealed partial class TrainingJson : JsonSerializerContext;
