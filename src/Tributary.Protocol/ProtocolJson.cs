using System.Text.Json.Serialization;
using Tributary.Core;

namespace Tributary.Protocol;

/// <summary>Source-generated JSON of all messages.</summary>
/// <remarks>Members that a message does not have are passed over: a newer party may say more.</remarks>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(KebabCaseEnum<DropReason>), typeof(BlobIdConverter)])]
[JsonSerializable(typeof(ServiceMessage))]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(CertificateRequestMessage))]
[JsonSerializable(typeof(CertificateMessage))]
[JsonSerializable(typeof(OffersMessage))]
[JsonSerializable(typeof(ConsentMessage))]
[JsonSerializable(typeof(CheckInRequest))]
[JsonSerializable(typeof(CheckInAnswer))]
[JsonSerializable(typeof(SubmitRequest))]
[JsonSerializable(typeof(ReceiptMessage))]
[JsonSerializable(typeof(DeclineRequest))]
[JsonSerializable(typeof(ChunksMessage))]
[JsonSerializable(typeof(SubmitJobRequest))]
[JsonSerializable(typeof(SubmitJobAnswer))]
[JsonSerializable(typeof(RunMessage))]
[JsonSerializable(typeof(RunsMessage))]
[JsonSerializable(typeof(CancelRequest))]
[JsonSerializable(typeof(EvaluationMessage))]
[JsonSerializable(typeof(ModelMessage))]
[JsonSerializable(typeof(InvitationRequest))]
[JsonSerializable(typeof(InvitationAnswer))]
[JsonSerializable(typeof(SitesMessage))]
[JsonSerializable(typeof(RevokeRequest))]
[JsonSerializable(typeof(PersonRequest))]
[JsonSerializable(typeof(PersonAnswer))]
[JsonSerializable(typeof(PeopleMessage))]
[JsonSerializable(typeof(MailRequest))]
[JsonSerializable(typeof(MailboxMessage))]
[JsonSerializable(typeof(EvidenceMessage))]
[JsonSerializable(typeof(ProblemMessage))]
public sealed partial class ProtocolJson : JsonSerializerContext;
