"""What the invented organizations answer where a guide asks for this site's own words.

Belongs here: plain data, the same for both, in both languages. Does not belong here: how it is entered (`seed.py`).
Some answers are left out on purpose: the demonstration shows what stands in their place.
"""

ANSWERS: dict[str, dict[str, str]] = {
    "en": {
        "site.contact_line": "Use “Talk to someone” on the first page, or call the number on your badge card.",
        "site.liaison": "The peer support office, second floor, beside the library.",
        "site.next_steps": (
            "The person in charge of your shift calls you within a day. The quality office writes to you within a week."
        ),
        "site.relief": "The person in charge of the shift. At night, the manager on call.",
        "site.report": "One form, the same day. A colleague from the quality office sits with you.",
        "site.going_home": "Ask the front desk for a taxi. It is paid for.",
        "site.time_off": (
            "Tell the person in charge or occupational health. The rest of the shift is never counted as leave."
        ),
        "site.peers": "“They have gone off duty and are supported.” Nothing more.",
        "site.patient_news": "Ask the senior doctor of the unit. You get an answer within a day.",
        "site.patient_contact": "The senior doctor of the unit, with the patient advocate.",
        "site.family_support": "The patient advocate, on the ground floor.",
        "site.review_contact": "The quality office.",
        "site.review": "One talk of an hour. You may bring somebody you trust.",
        "site.occupational_health": (
            "Ground floor, Monday to Friday, 8 am to 5 pm. No appointment needed after an event."
        ),
        "site.lawyer": "The legal office. Call before you answer any letter.",
    },
    "fr": {
        "site.contact_line": (
            "Utilisez « Parler à quelqu’un » sur la première page, ou le numéro de votre carte de badge."
        ),
        "site.liaison": "Le bureau du soutien par les pairs, deuxième étage, près de la bibliothèque.",
        "site.next_steps": (
            "La personne responsable du service vous appelle dans la journée. Le service qualité vous "
            "écrit dans la semaine."
        ),
        "site.relief": "La personne responsable du service. La nuit, le cadre d’astreinte.",
        "site.report": "Une fiche, le jour même. Quelqu’un du service qualité reste avec vous.",
        "site.going_home": "Demandez un taxi à l’accueil. Il est payé.",
        "site.time_off": (
            "Dites-le à la personne responsable ou à la santé au travail. La fin du service n’est jamais "
            "comptée comme congé."
        ),
        "site.peers": "« Cette personne a quitté le service et elle est soutenue. » Rien de plus.",
        "site.patient_news": "Demandez au médecin responsable de l’unité. Vous avez une réponse dans la journée.",
        "site.patient_contact": "Le médecin responsable de l’unité, avec les représentants des usagers.",
        "site.family_support": "Les représentants des usagers, au rez-de-chaussée.",
        "site.review_contact": "Le service qualité.",
        "site.review": "Un entretien d’une heure. Vous pouvez venir avec une personne de confiance.",
        "site.occupational_health": (
            "Rez-de-chaussée, du lundi au vendredi, de 8 h à 17 h. Sans rendez-vous après un événement."
        ),
        "site.lawyer": "Le service juridique. Appelez avant de répondre à un courrier.",
    },
}
