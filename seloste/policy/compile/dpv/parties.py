"""Parties: who decides, who answers, where to complain, who receives, and about whom it all is."""

from __future__ import annotations

from collections.abc import Iterator

from seloste.policy.compile.dpv.node import Graph, LdNode, duration, some
from seloste.policy.dpv_terms import TERMS
from seloste.policy.tree.duties import Recipient
from seloste.policy.tree.parties import Address, Authority
from seloste.policy.tree.values import AtInstallation

_ROLES = {
    "processor": "dpv:DataProcessor",
    "sub_processor": "dpv:DataSubProcessor",
    "controller": "dpv:ThirdParty",
    "joint_controller": "dpv:JointDataControllers",
    "stakeholder": "dpv:ThirdParty",
    "participants": "dpv:ThirdParty",
    "authority": "dpv:Authority",
}
_TOOLS = {
    "adequacy": "eu-gdpr:A45-3",
    "public_instrument": "eu-gdpr:A46-2-a",
    "binding_corporate_rules": "eu-gdpr:A46-2-b",
    "standard_contractual_clauses": "eu-gdpr:A46-2-c",
    "authority_clauses": "eu-gdpr:A46-2-d",
    "code_of_conduct": "eu-gdpr:A46-2-e",
    "certification": "eu-gdpr:A46-2-f",
    "authorised_clauses": "eu-gdpr:A46-3-a",
}


def nodes(g: Graph) -> Iterator[LdNode]:
    """Yield a node for each party and each group of people."""
    yield _controller(g)
    for joint in g.doc.controller.joint.values():
        yield {
            "@id": g.id(joint.clause),
            "@type": g.types("dpv:DataController"),
            **_address(g, joint),
            **some(dct__description=g.texts(joint.essence)),
        }
    yield _contact(g)
    yield from (_authority(g, authority) for authority in g.doc.authority.values())
    yield from _notices(g)
    yield from (_recipient(g, recipient) for recipient in g.doc.recipient.values())
    for transfer in g.doc.transfer.values():
        yield {
            "@id": g.id(transfer.clause),
            "@type": g.types(_TOOLS[transfer.tool]),
            "skos:prefLabel": g.texts(transfer.name),
            "dpv:hasThirdCountry": [g.country(code) for code in transfer.country],
        }
    for connection in g.doc.connection.values():
        yield {
            "@id": g.id(connection.clause),
            "@type": g.types(connection.dpv, "dpv:DataSubject"),
            "skos:prefLabel": g.texts(connection.name),
            "dct:description": g.texts(connection.description),
            "dpv:hasStorageCondition": {
                "@type": g.types("dpv:StorageDuration"),
                "dpv:hasDuration": duration(connection.keep),
            },
        }


def _controller(g: Graph) -> LdNode:
    controller = g.doc.controller
    return {
        "@id": g.id("controller"),
        "@type": g.types("dpv:DataController"),
        **_address(g, controller),
        **some(
            dpv__hasIdentifier=controller.business_id,
            dpv__hasRepresentative=[
                {"@type": g.types("dpv:Representative"), "skos:prefLabel": g.texts(controller.representative)}
            ]
            if controller.representative is not None
            else [],
            dpv__hasJointDataControllers=[g.id(joint.clause) for joint in controller.joint.values()],
        ),
        "dpv:hasDataProtectionOfficer" if g.doc.contact.officer else "dpv:hasResponsibleEntity": g.id(
            "contact"
        ),
    }


def _contact(g: Graph) -> LdNode:
    contact = g.doc.contact
    return {
        "@id": g.id("contact"),
        "@type": g.types("dpv:DataProtectionOfficer" if contact.officer else "dpv:Representative"),
        "skos:prefLabel": g.texts(contact.name),
        "dct:identifier": [value for value in (contact.email, contact.phone) if isinstance(value, str)],
    }


def _address(g: Graph, party: Address) -> LdNode:
    """Return name, place and ways to reach a party; what is given at installation is left out until then."""
    reached = [v for v in (party.email, party.phone) if v is not None and not isinstance(v, AtInstallation)]
    place = ", ".join(p for p in (party.street, party.extra, f"{party.postal_code} {party.city}") if p)
    return some(
        dpv__hasName=party.name,
        dct__spatial=place,
        dpv__hasCountry=g.country(party.country),
        dct__identifier=reached,
    )


def _authority(g: Graph, authority: Authority) -> LdNode:
    """Return a supervisory authority; one that DPV names is typed as that very one."""
    names = {authority.name.casefold(), *(words.casefold() for words in g.texts(authority.names).values())}
    named = [
        c for c, t in TERMS.items() if c.startswith("legal-") and ":DPA-" in c and t.label.casefold() in names
    ]
    return {
        "@id": g.id(authority.clause),
        "@type": g.types("dpv:DataProtectionAuthority", *named),
        "skos:prefLabel": g.texts(authority.names),
        **_address(g, authority),
    }


def _notices(g: Graph) -> Iterator[LdNode]:
    articles = {"direct": "eu-gdpr:DirectDataCollectionNotice"}
    if g.indirect:
        articles["indirect"] = "eu-gdpr:IndirectDataCollectionNotice"
    for name, term in articles.items():
        yield {
            "@id": g.id(f"notice.{name}"),
            "@type": g.types(term, "dpv:PrivacyNotice"),
            "dct:title": g.texts(g.doc.register_.name),
            "dct:issued": g.doc.register_.dated.isoformat(),
            "dct:identifier": g.home,
        }


def _recipient(g: Graph, recipient: Recipient) -> LdNode:
    """Return a recipient with where it is, the agreement it is bound by and what makes a transfer lawful."""
    agreement = recipient.agreement
    bound = (
        {
            "@type": g.types("dpv:DataProcessingAgreement"),
            "dct:description": g.texts(agreement.subject),
            "dct:issued": agreement.signed_on.isoformat(),
            **some(dct__valid=agreement.ends_on.isoformat() if agreement.ends_on else None),
        }
        if agreement is not None
        else {}
    )
    return {
        "@id": g.id(recipient.clause),
        "@type": g.types(_ROLES[recipient.kind], "dpv:Recipient"),
        "skos:prefLabel": g.texts(recipient.name),
        "dpv:hasLocation": [g.country(code) for code in recipient.country],
        "dpv:hasPersonalData": [g.id(f"data.{d}") for d in recipient.data],
        **some(
            dpv__hasName=recipient.entity,
            dct__description=g.texts(recipient.sector),
            dct__source=g.law(recipient.law),
            dpv__hasLegalMeasure=bound,
            dpv__hasLegalBasis=g.id(f"transfer.{recipient.transfer}") if recipient.transfer else None,
            dpv__hasOrganisationalUnit=g.id(f"controller.role.{recipient.decided_by}")
            if recipient.decided_by
            else None,
        ),
    }
