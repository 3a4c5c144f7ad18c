using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Security;

/// <summary>Source-generated JSON of <see cref="CommittedSumHeader"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(KebabCaseEnum<SegmentRole>)])]
[JsonSerializable(typeof(CommittedSumHeader))]
internal sealed partial class CommittedSumJson : JsonSerializerContext;
